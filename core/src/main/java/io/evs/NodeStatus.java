package io.evs;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node knows of itself at one moment.
 *
 * @param nodeId its node id
 * @param name its name for people
 * @param incarnation number of this start
 * @param ringName name of the ring
 * @param address where it is bound
 * @param transport {@code epoll} or {@code nio}, and {@code unicast} or {@code multicast}
 * @param security how its packets are sealed
 * @param state OPERATIONAL, GATHER, COMMIT, RECOVERY, or CLOSED
 * @param ring the ring last installed; empty before the first
 * @param formedAt when that was
 * @param members its members, ascending
 * @param counters counters of member, node and transport by name
 * @param sendQueueBytes bytes that wait to be ordered
 * @param receiveQueueBytes bytes that wait for dispatch, over all handles
 * @param handles open handles
 * @param pauses pauses of this process
 * @param startedAt when this node started
 * @param at when this status was taken
 * @param token what the token said last
 * @param timings how long things took, by their names in the catalogue of metrics
 * @param sendQueueMaxBytes bound of the bytes that wait to be ordered
 * @param receiveQueueMaxBytes bound of the bytes that wait for dispatch, of each handle
 * @param packets how large packets are; empty if it is not known, as of an older node
 * @param changingSince since when the ring re-forms, and {@code ring} and {@code members} are those
 *     of the old one; empty while the ring works, and if it is not known, as of an older node
 * @param missing who should be in the ring and is not: listed peers, and members that were lost; at
 *     most {@value #MISSING_MAX}, and none after the end
 * @param condition what is wrong, and what the node goes by
 * @param quorum what is decided of the ring last installed; empty where none is configured
 */
public record NodeStatus(
    NodeId nodeId,
    String name,
    long incarnation,
    String ringName,
    InetSocketAddress address,
    String transport,
    Security security,
    String state,
    Optional<RingId> ring,
    Optional<Instant> formedAt,
    List<Peer> members,
    Map<String, Long> counters,
    long sendQueueBytes,
    long receiveQueueBytes,
    int handles,
    Pauses pauses,
    Instant startedAt,
    Instant at,
    Token token,
    Map<String, Timing> timings,
    long sendQueueMaxBytes,
    long receiveQueueMaxBytes,
    Optional<Packets> packets,
    Optional<Instant> changingSince,
    List<Missing> missing,
    Condition condition,
    Optional<Quorum> quorum) {
  /** So many missing peers are told, since a status travels in one message. */
  public static final int MISSING_MAX = 64;

  /** How the names of the counters of refused packets begin. */
  private static final String REJECTED = "security_rejected_";

  private static final Set<String> ORDINARY = Set.of("unknown_start", "answers", "own");

  /** Takes unmodifiable views of what is given. */
  public NodeStatus {
    members = List.copyOf(members);
    missing = List.copyOf(missing);
    counters = Collections.unmodifiableMap(counters);
    timings = Collections.unmodifiableMap(timings);
  }

  /**
   * A listed peer at which no member of the ring is, or a member that was lost.
   *
   * @param nodeId its node id, if it was ever heard
   * @param address host:port, or a name that has no address, as configured; empty if neither is
   *     known
   * @param since since when, for a peer that was never seen since the node started; empty if it is
   *     not known, as of an older node
   * @param reason one of {@code not_seen, left, token_lost, pause, other_key, id_in_use, put_aside,
   *     no_address}; empty if it is not known
   */
  public record Missing(
      Optional<NodeId> nodeId, String address, Optional<Instant> since, String reason) {
    /** The reason for people. */
    public String why() {
      return switch (reason) {
        case "not_seen" -> "not seen since this node started";
        case "left" -> "left on purpose";
        case "token_lost" -> "fell silent";
        case "pause" -> "lost while this process did not run";
        case "other_key" -> "uses another key";
        case "id_in_use" -> "has a node id that is in use";
        case "put_aside" -> "put aside for a while";
        case "no_address" -> "its name has no address";
        default -> reason.replace('_', ' ');
      };
    }
  }

  /**
   * A node whose messages are ignored for a while, because a ring was formed without it.
   *
   * @param nodeId its node id
   * @param since since when
   * @param until until when
   */
  public record PutAside(NodeId nodeId, Instant since, Instant until) {}

  /**
   * What a node knows of another member.
   *
   * @param nodeId its node id
   * @param lag by how many packets it was behind when the token was here last, if it was the one
   *     that the ring waits for; else 0
   * @param resent packets of it that were missing here and had to be sent again
   */
  public record PeerFigures(NodeId nodeId, long lag, long resent) {}

  /**
   * What is wrong, and what the node goes by.
   *
   * @param version which evs it runs; empty if it is not known
   * @param settings digest of the settings that the members of a ring should have alike; empty if
   *     it is not known
   * @param timeoutsMillis time-outs in force by their names in the configuration, in milliseconds
   * @param putAside nodes that are put aside now
   * @param peers figures of the other members
   * @param problems what is wrong, a sentence each, the worst first
   * @param lastRefusal when a packet was refused last, as far as it is known; to about a second
   * @param lastPause when this process did not run last, as far as it is known
   */
  public record Condition(
      String version,
      String settings,
      Map<String, Long> timeoutsMillis,
      List<PutAside> putAside,
      List<PeerFigures> peers,
      List<String> problems,
      Optional<Instant> lastRefusal,
      Optional<Instant> lastPause) {
    /** Of a node that does not tell. */
    public static final Condition UNKNOWN =
        new Condition(
            "", "", Map.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    /** Takes unmodifiable views. */
    public Condition {
      timeoutsMillis = Collections.unmodifiableMap(timeoutsMillis);
      putAside = List.copyOf(putAside);
      peers = List.copyOf(peers);
      problems = List.copyOf(problems);
    }
  }

  /** Since when it is in its state: since its ring re-forms, else since that was installed. */
  public Optional<Instant> stateSince() {
    return changingSince.or(() -> formedAt);
  }

  /** A time by its name; {@link Timing#NONE} if there is none of this name. */
  public Timing timing(String metric) {
    return timings.getOrDefault(metric, Timing.NONE);
  }

  /** Whether a ring is installed and works. */
  public boolean isOperational() {
    return ring.isPresent() && state.equals("OPERATIONAL");
  }

  /** Whether a ring is being formed, and the one installed, if any, is the old one. */
  public boolean isChanging() {
    return !isOperational() && !isClosed();
  }

  /** Whether this node is the representative of its ring. */
  public boolean isRepresentative() {
    return ring.isPresent() && ring.get().representative() == nodeId.value();
  }

  /** Whether it is a member no more. */
  public boolean isClosed() {
    return state.equalsIgnoreCase("closed");
  }

  /** Message packets sent again so far: those that were asked for, and those beside a token. */
  public long sentAgain() {
    return counters.getOrDefault("retransmits", 0L)
        + counters.getOrDefault("retransmits_with_token", 0L);
  }

  /** Packets refused because their host is not listed as a peer ({@code ring.block_unlisted}). */
  public long unlistedRejected() {
    return counters.getOrDefault("rejected_unlisted", 0L);
  }

  /**
   * Packets that the security envelope refused, by reason. Those of starts that are about to be
   * admitted, late answers to challenges, and this node's own that came back are left out: every
   * ring has such.
   */
  public Map<String, Long> securityRejections() {
    Map<String, Long> reasons = new LinkedHashMap<>();
    counters.forEach(
        (name, count) -> {
          if (name.startsWith(REJECTED) && count > 0) {
            reasons.put(name.substring(REJECTED.length()), count);
          }
        });
    reasons.keySet().removeAll(ORDINARY);
    return reasons;
  }

  /** How many packets {@link #securityRejections} counts. */
  public long securityRejected() {
    return securityRejections().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Where the ring's order is. Numbers are those of the installed ring, 32 bits unsigned, and wrap.
   *
   * @param seq the highest number known
   * @param aru everything up to here was received
   * @param held whether the token rests here because the ring is idle
   * @param missing numbers that are known of and were not received, ascending, the first 64
   */
  public record Token(long seq, long aru, boolean held, List<Long> missing) {
    /** Takes a copy of the list. */
    public Token {
      missing = List.copyOf(missing);
    }
  }

  /**
   * How packets are sealed.
   *
   * @param suite the suite
   * @param keyId id of the key in use, 8 hexadecimal digits; empty without a key
   * @param keyFingerprint first digits of the SHA-256 of the key in use; empty without a key
   * @param installed the keys that packets are opened with
   * @param generation how often the key was changed on this ring, as far as this node knows; 0
   *     while the key of its configuration is in use
   * @param lacking id of the key that the ring is to use and that is not installed here; empty if
   *     there is none
   */
  public record Security(
      SecuritySuite suite,
      String keyId,
      String keyFingerprint,
      List<Key> installed,
      long generation,
      String lacking) {
    /** Copies the list. */
    public Security {
      installed = List.copyOf(installed);
    }
  }

  /**
   * A ring key, by both of its names.
   *
   * @param id 8 hexadecimal digits, which packets carry
   * @param fingerprint first digits of its SHA-256
   */
  public record Key(String id, String fingerprint) {}

  /**
   * Whether the ring last installed is primary.
   *
   * @param expectedVotes votes of all nodes together, as configured
   * @param votes votes of the members, as they told
   * @param primary whether it is
   * @param problem why no ring of these members can be, in a sentence; empty if there is no such
   *     reason
   */
  public record Quorum(long expectedVotes, long votes, boolean primary, String problem) {
    /** Why the ring is not primary, in a few words; empty if it is. */
    public String lack() {
      if (primary) {
        return "";
      }
      return problem.isEmpty()
          ? "its members have " + votes + " of " + expectedVotes + " expected votes"
          : problem;
    }
  }

  /**
   * How large packets are.
   *
   * @param bytes largest packet of the protocol, without envelope and headers of UDP and IP
   * @param limit what decides it, for people
   */
  public record Packets(int bytes, String limit) {}

  /**
   * A member of the ring.
   *
   * @param id its node id
   * @param address where it is reached; empty if it was not heard of yet
   */
  public record Peer(NodeId id, Optional<InetSocketAddress> address) {}

  /**
   * Times in which this process did not run although it should have.
   *
   * @param count how many
   * @param lastMicros length of the last one
   * @param longestMicros length of the longest one
   */
  public record Pauses(long count, long lastMicros, long longestMicros) {}
}
