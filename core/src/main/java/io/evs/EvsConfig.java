package io.evs;

import io.evs.text.Names;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a member of a ring is started with. Immutable; made by {@link #builder()}. Whatever is not
 * set is derived when the member starts.
 */
public final class EvsConfig {
  /** The port of corosync and ours, used where none is configured. */
  public static final int DEFAULT_PORT = 5405;

  /** Longest name of a node. */
  public static final int NODE_NAME_MAX_CHARS = 64;

  /** Most members of a ring. */
  public static final int MEMBERS_MAX = 384;

  private static final Pattern MULTICAST =
      Pattern.compile(
          "(22[4-9]|23[0-9])(\\.(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})){3}"
              + "|ff[0-9a-f]{2}:[0-9a-f:.]*(%[\\w.-]+)?",
          Pattern.CASE_INSENSITIVE);

  /** How packets reach the other members. */
  public enum TransportKind {
    /** One datagram for each peer of a list; works everywhere. */
    UNICAST,
    /** One datagram for all; discovers members by itself. */
    MULTICAST
  }

  /** A set of values for one kind of network. */
  public enum Profile {
    /** Token time-out of one second. */
    DEFAULT,
    /** Leaves a dead member out in about 300 ms; for machines and networks that do not pause. */
    FAST,
    /** Keeps going on networks that lose most packets, at the price of slow failure detection. */
    LOSSY
  }

  /**
   * Another member's address.
   *
   * @param host name or address
   * @param port port, or 0 for the port this member is configured with (5405 if none)
   */
  public record Peer(String host, int port) {
    /** Checks the values. */
    public Peer {
      require(!host.isBlank(), "a peer's host is empty; give a name or an address");
      require(port >= 0 && port <= 65_535, "peer port " + port + " is not in 0..65535");
    }

    /**
     * Reads {@code host}, {@code host:port}, an IPv6 address, or {@code [address]:port}.
     *
     * @throws EvsException INVALID_PARAM if it is none of these
     */
    public static Peer parse(String text) {
      String rest = text.strip();
      int colon = rest.lastIndexOf(':');
      boolean bracketed = rest.startsWith("[");
      if (bracketed) {
        int close = rest.indexOf(']');
        require(close > 1, "peer \"" + text + "\" has no closing bracket; write [address]:port");
        String host = rest.substring(1, close);
        return close == rest.length() - 1
            ? new Peer(host, 0)
            : new Peer(host, port(text, rest.substring(close + 1).replaceFirst("^:", "")));
      }
      if (colon < 0 || rest.indexOf(':') != colon) {
        return new Peer(rest, 0);
      }
      return new Peer(rest.substring(0, colon), port(text, rest.substring(colon + 1)));
    }

    private static int port(String peer, String digits) {
      int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
      require(
          port >= 1 && port <= 65_535,
          "peer \"" + peer + "\" has port \"" + digits + "\"; use 1 to 65535");
      return port;
    }

    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (port == 0 ? "" : ":" + port);
    }
  }

  private final Builder values;
  private final List<Peer> peers;
  private final Map<TotemOption, Long> totem;

  private EvsConfig(Builder builder) {
    this.values = builder;
    this.peers = List.copyOf(builder.peers);
    this.totem = new EnumMap<>(TotemOption.class);
    this.totem.putAll(builder.totem);
  }

  /** Whether a text is a multicast address: of 224.0.0.0/4 or ff00::/8. */
  public static boolean isMulticast(String text) {
    return MULTICAST.matcher(text).matches();
  }

  /** A builder in which nothing is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with this configuration's values. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /** Node id; derived from host name and bound address if empty. */
  public Optional<NodeId> nodeId() {
    return Optional.ofNullable(values.nodeId);
  }

  /** Name for people; the host name if empty. */
  public Optional<String> nodeName() {
    return Optional.ofNullable(values.nodeName);
  }

  /** Address or interface to bind to. */
  public String bind() {
    return values.bind;
  }

  /** UDP port; 0 takes any free one; if empty 5405, on loopback the first free of 5405..5468. */
  public OptionalInt port() {
    return values.port == null ? OptionalInt.empty() : OptionalInt.of(values.port);
  }

  /** Where ring sequence and incarnation are kept; if empty, in memory only. */
  public Optional<Path> stateDir() {
    return Optional.ofNullable(values.stateDir);
  }

  /** How packets travel; if empty unicast with peers, multicast on loopback without. */
  public Optional<TransportKind> transport() {
    return Optional.ofNullable(values.transport);
  }

  /** Addresses of other members. */
  public List<Peer> peers() {
    return peers;
  }

  /** Multicast address; 239.192.77.1, or ff15::4d01 with IPv6, if empty. */
  public Optional<String> multicastGroup() {
    return Optional.ofNullable(values.multicastGroup);
  }

  /** Multicast port. */
  public int multicastPort() {
    return values.multicastPort;
  }

  /** Routers a multicast may pass, plus one. */
  public int multicastTtl() {
    return values.multicastTtl;
  }

  /** Rings of different names never merge. */
  public String ringName() {
    return values.ringName;
  }

  /** Where the ring's values start from. */
  public Profile profile() {
    return values.profile;
  }

  /** A value of the ring, if it is set: nanoseconds for durations. */
  public OptionalLong totem(TotemOption option) {
    @Nullable Long value = totem.get(option);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** How packets are sealed; if empty AES-256-GCM with a key, NONE without. */
  public Optional<SecuritySuite> security() {
    return Optional.ofNullable(values.security);
  }

  /** How packets are sealed, whatever is left open decided. */
  public SecuritySuite securityInUse() {
    boolean hasKey = values.key != null || values.keyFile != null;
    return security().orElse(hasKey ? SecuritySuite.AES_256_GCM : SecuritySuite.NONE);
  }

  /** File of the ring key. */
  public Optional<Path> keyFile() {
    return Optional.ofNullable(values.keyFile);
  }

  /**
   * Folder of installed keys, for the rotation of keys on a running ring; see {@link
   * io.evs.security.key.KeyFolder}.
   */
  public Optional<Path> keyring() {
    return Optional.ofNullable(values.keyring);
  }

  /** The ring key itself, instead of a file; a copy. */
  public Optional<byte[]> key() {
    return Optional.ofNullable(values.key).map(byte[]::clone);
  }

  /** Whether a ring without a key may use addresses other than loopback. */
  public boolean insecure() {
    return values.insecure;
  }

  /** Whether packets from addresses that are not peers are dropped. */
  public boolean blockUnlisted() {
    return values.blockUnlisted;
  }

  /** Whether it starts although no name of another peer means an address yet. */
  public boolean lateNames() {
    return values.lateNames;
  }

  /** Most bytes of messages that wait to be ordered. */
  public long sendQueueBytes() {
    return values.sendQueueBytes;
  }

  /** Most bytes of events that wait for a handle's dispatch. */
  public long receiveQueueBytes() {
    return values.receiveQueueBytes;
  }

  /** How it is decided whether a configuration is primary; if empty it is not decided. */
  public Optional<QuorumSettings> quorum() {
    return Optional.ofNullable(values.quorum);
  }

  /** Folder for the trace of this member; none is written if empty. */
  public Optional<Path> traceDir() {
    return Optional.ofNullable(values.traceDir);
  }

  /** Whether the member goes on where its trace can no longer be written. */
  public boolean traceMayBeCut() {
    return values.traceMayBeCut;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new EvsException(EvsException.Code.INVALID_PARAM, message);
    }
  }

  /** Collects values; each setter throws {@link EvsException} INVALID_PARAM for a bad one. */
  public static final class Builder {
    private static final long QUEUE_MIN_BYTES = 4L << 20;
    private static final long QUEUE_MAX_BYTES = 16L << 30;

    private @Nullable NodeId nodeId;
    private @Nullable String nodeName;
    private String bind = "127.0.0.1";
    private @Nullable Integer port;
    private @Nullable Path stateDir;
    private @Nullable TransportKind transport;
    private List<Peer> peers = List.of();
    private @Nullable String multicastGroup;
    private int multicastPort = DEFAULT_PORT;
    private int multicastTtl = 1;
    private String ringName = "main";
    private Profile profile = Profile.DEFAULT;
    private final Map<TotemOption, Long> totem = new EnumMap<>(TotemOption.class);
    private @Nullable SecuritySuite security;
    private @Nullable Path keyFile;
    private byte @Nullable [] key;
    private @Nullable Path keyring;
    private boolean insecure;
    private boolean blockUnlisted;
    private boolean lateNames = true;
    private long sendQueueBytes = 8L << 20;
    private long receiveQueueBytes = 64L << 20;
    private @Nullable Path traceDir;
    private boolean traceMayBeCut;
    private @Nullable QuorumSettings quorum;

    private Builder() {}

    private Builder(Builder from) {
      this.nodeId = from.nodeId;
      this.nodeName = from.nodeName;
      this.bind = from.bind;
      this.port = from.port;
      this.stateDir = from.stateDir;
      this.transport = from.transport;
      this.peers = from.peers;
      this.multicastGroup = from.multicastGroup;
      this.multicastPort = from.multicastPort;
      this.multicastTtl = from.multicastTtl;
      this.ringName = from.ringName;
      this.profile = from.profile;
      this.totem.putAll(from.totem);
      this.security = from.security;
      this.keyFile = from.keyFile;
      this.key = from.key;
      this.keyring = from.keyring;
      this.insecure = from.insecure;
      this.blockUnlisted = from.blockUnlisted;
      this.lateNames = from.lateNames;
      this.sendQueueBytes = from.sendQueueBytes;
      this.receiveQueueBytes = from.receiveQueueBytes;
      this.traceDir = from.traceDir;
      this.traceMayBeCut = from.traceMayBeCut;
      this.quorum = from.quorum;
    }

    /** Node id, 1 to 4294967295. */
    public Builder nodeId(long id) {
      require(id >= 1 && id <= 0xffff_ffffL, "node id " + id + " is not in 1..4294967295");
      this.nodeId = NodeId.of(id);
      return this;
    }

    /** Name for people, 1 to 64 characters. */
    public Builder nodeName(String name) {
      require(
          name.length() <= NODE_NAME_MAX_CHARS,
          "a node name of " + name.length() + " characters; use 1 to " + NODE_NAME_MAX_CHARS);
      this.nodeName = text("node name", name, 255);
      return this;
    }

    /** Address or interface to bind to; 127.0.0.1 if not set. */
    public Builder bind(String addressOrInterface) {
      this.bind = text("bind address", addressOrInterface, 255);
      return this;
    }

    /** UDP port, 1 to 65535, or 0 for any free one. */
    public Builder port(int udpPort) {
      require(udpPort >= 0 && udpPort <= 65_535, "port " + udpPort + " is not in 0..65535");
      this.port = udpPort;
      return this;
    }

    /** Folder for ring sequence and incarnation; it is created if it does not exist. */
    public Builder stateDir(Path folder) {
      this.stateDir = folder;
      return this;
    }

    /** How packets travel. */
    public Builder transport(TransportKind kind) {
      this.transport = Objects.requireNonNull(kind, "kind");
      return this;
    }

    /** Addresses of other members; this member's own may be among them. */
    public Builder peers(List<Peer> addresses) {
      require(
          addresses.size() <= MEMBERS_MAX,
          addresses.size() + " peers; a ring has at most " + MEMBERS_MAX + " members");
      this.peers = List.copyOf(addresses);
      return this;
    }

    /** Multicast address (224.0.0.0/4 or ff00::/8). */
    public Builder multicastGroup(String address) {
      require(
          isMulticast(address),
          "\""
              + address
              + "\" is not a multicast address; use 224.0.0.0/4 (as 239.192.77.1) or ff00::/8");
      this.multicastGroup = address;
      return this;
    }

    /** Multicast port, 1 to 65535; 5405 if not set. */
    public Builder multicastPort(int udpPort) {
      require(
          udpPort >= 1 && udpPort <= 65_535, "multicast port " + udpPort + " is not in 1..65535");
      this.multicastPort = udpPort;
      return this;
    }

    /** Time to live of multicasts, 0 (this machine) to 255; 1 (this network) if not set. */
    public Builder multicastTtl(int hops) {
      require(hops >= 0 && hops <= 255, "multicast ttl " + hops + " is not in 0..255");
      this.multicastTtl = hops;
      return this;
    }

    /** Name of the ring, 1 to 64 bytes; "main" if not set. */
    public Builder ringName(String name) {
      this.ringName = text("ring name", name, 64);
      return this;
    }

    /** Where the ring's values start from. */
    public Builder profile(Profile values) {
      this.profile = Objects.requireNonNull(values, "values");
      return this;
    }

    /** Sets a value of the ring; nanoseconds for durations. */
    public Builder totem(TotemOption option, long value) {
      require(
          value >= option.min() && value <= option.max(),
          option.key() + " " + option.text(value) + " is out of range; use " + option.allowed());
      totem.put(option, value);
      return this;
    }

    /** Sets a value of the ring that is a duration. */
    public Builder totem(TotemOption option, Duration value) {
      require(option.unit() == TotemOption.Unit.DURATION, option.key() + " is not a duration");
      return totem(option, saturatedNanos(value));
    }

    /** How packets are sealed; all but NONE need a key. */
    public Builder security(SecuritySuite suite) {
      this.security = suite;
      return this;
    }

    /** File of the ring key, 128 to 4096 bytes, which nobody else may read. */
    public Builder keyFile(Path file) {
      this.keyFile = file;
      return this;
    }

    /** The ring key itself, 128 to 4096 bytes; goes before the file. */
    public Builder key(byte[] ringKey) {
      require(
          ringKey.length >= 128 && ringKey.length <= 4096,
          "a ring key of " + ringKey.length + " bytes is out of range; use 128 to 4096");
      this.key = ringKey.clone();
      return this;
    }

    /**
     * Folder of installed keys, which the member reads and writes: keys can then be rotated while
     * the ring runs. Needs a key file or key to begin with, and one of our own suites.
     */
    public Builder keyring(Path folder) {
      this.keyring = folder;
      return this;
    }

    /** Allows a ring without a key on addresses other than loopback. */
    public Builder insecure(boolean allowed) {
      this.insecure = allowed;
      return this;
    }

    /** Drops packets from addresses that are not peers. */
    public Builder blockUnlisted(boolean block) {
      this.blockUnlisted = block;
      return this;
    }

    /**
     * Whether a member starts although no name of another peer means an address yet; true if not
     * set. Names are looked up again while a peer is absent, so that it finds the others later;
     * until then its ring has one member.
     */
    public Builder lateNames(boolean allowed) {
      this.lateNames = allowed;
      return this;
    }

    /** Bound of the messages that wait to be ordered, 4 MiB to 16 GiB; 8 MiB if not set. */
    public Builder sendQueueBytes(long bytes) {
      this.sendQueueBytes = queue("send queue", bytes);
      return this;
    }

    /** Bound of a handle's waiting events, 4 MiB to 16 GiB; 64 MiB if not set. */
    public Builder receiveQueueBytes(long bytes) {
      this.receiveQueueBytes = queue("receive queue", bytes);
      return this;
    }

    /** How it is decided whether a configuration is primary; the same at every node but votes. */
    public Builder quorum(QuorumSettings settings) {
      this.quorum = settings;
      return this;
    }

    /** Folder in which this member's trace is written. */
    public Builder traceDir(Path folder) {
      this.traceDir = folder;
      return this;
    }

    /**
     * Whether the member goes on where its trace can no longer be written, on a full disk for one:
     * the trace is cut there, and says so. If not set, such an error ends the member.
     */
    public Builder traceMayBeCut(boolean allowed) {
      this.traceMayBeCut = allowed;
      return this;
    }

    /** The configuration; checks what depends on several values. */
    public EvsConfig build() {
      require(
          security == null || !security.needsKey() || key != null || keyFile != null,
          "security suite "
              + security
              + " needs a key: make one with `evs keygen` and name it in security.keyfile");
      require(
          keyring == null || key != null || keyFile != null,
          "security.keyring without security.keyfile: name the key to begin with, too");
      require(
          !blockUnlisted || !peers.isEmpty(),
          "block_unlisted without peers would drop every packet; list the peers");
      requireBelow(TotemOption.TOKEN_RETRANSMIT, TotemOption.TOKEN);
      requireBelow(TotemOption.HOLD, TotemOption.TOKEN_RETRANSMIT);
      @Nullable Long window = totem.get(TotemOption.WINDOW_SIZE);
      @Nullable Long perVisit = totem.get(TotemOption.MAX_MESSAGES);
      require(
          window == null || perVisit == null || perVisit <= window,
          "max_messages " + perVisit + " is above window_size " + window + "; use at most that");
      return new EvsConfig(new Builder(this));
    }

    private void requireBelow(TotemOption less, TotemOption more) {
      @Nullable Long lower = totem.get(less);
      @Nullable Long upper = totem.get(more);
      if (lower != null && upper != null && lower >= upper) {
        require(
            false,
            less.key()
                + " "
                + less.text(lower)
                + " must be below "
                + more.key()
                + " "
                + more.text(upper));
      }
    }

    private static long queue(String what, long bytes) {
      require(
          bytes >= QUEUE_MIN_BYTES && bytes <= QUEUE_MAX_BYTES,
          what + " of " + bytes + " bytes is out of range; use 4MiB to 16GiB");
      return bytes;
    }

    private static String text(String what, String value, int maxBytes) {
      int length = value.getBytes(StandardCharsets.UTF_8).length;
      require(
          length >= 1 && length <= maxBytes && !value.isBlank(),
          what + " \"" + value + "\" has " + length + " bytes; use 1 to " + maxBytes);
      require(!Names.hasControl(value), what + " contains a control character");
      require(
          StandardCharsets.UTF_8.newEncoder().canEncode(value),
          what + " contains half a character, which has no bytes in UTF-8");
      return value;
    }

    private static long saturatedNanos(Duration value) {
      try {
        return value.toNanos();
      } catch (ArithmeticException tooLong) {
        return value.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
    }

    /** Adds one peer. */
    public Builder peer(String hostAndPort) {
      List<Peer> more = new ArrayList<>(peers);
      more.add(Peer.parse(hostAndPort));
      return peers(more);
    }
  }
}
