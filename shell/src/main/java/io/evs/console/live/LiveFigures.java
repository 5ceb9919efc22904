package io.evs.console.live;

import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.console.live.detail.Absences;
import io.evs.console.live.detail.MemberFacts;
import io.evs.console.source.GroupFigures;
import io.evs.console.source.Health;
import io.evs.console.source.LatencyFigures;
import io.evs.console.source.MemberFigures;
import io.evs.console.source.RingFigures;
import io.evs.console.source.RingSnapshot;
import io.evs.console.source.Section;
import io.evs.console.source.TokenFigures;
import io.evs.console.words.RingWords;
import io.evs.console.words.ShortNumbers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From the status of nodes to figures. {@code see} and {@code snapshot} may be in two threads. */
final class LiveFigures {
  private static final int REMEMBERED_MAX = 256;

  /** In place of the state of a node that does not answer. */
  private static final String NO_ANSWER = "NO ANSWER";

  private static final long ROTATION_SPAN_NANOS = 1_200_000_000L;

  /** The count of tokens at a time. */
  private record Tokens(long nanos, long count) {}

  /** What was known last of a member; either may be empty. */
  private record Known(String name, String address) {
    static final Known NOTHING = new Known("", "");

    Known with(String newName, String newAddress) {
      return new Known(
          newName.isEmpty() ? name : newName, newAddress.isEmpty() ? address : newAddress);
    }
  }

  /** Members that were seen; those that are gone too. */
  private final Map<NodeId, Known> remembered = new TreeMap<>();

  private final Deque<Tokens> looks = new ArrayDeque<>();
  private OptionalLong rotationMicros = OptionalLong.empty();
  private int position;
  private final LiveAlarms alarms = new LiveAlarms();
  private final Absences absences = new Absences();
  private final RingWords words;

  LiveFigures(RingWords words) {
    this.words = words;
  }

  /** Notes a status. */
  synchronized void see(
      long nanos, String time, NodeStatus status, Map<NodeId, NodeStatus> others) {
    words.tell(status);
    absences.see(time, status);
    words.names(others.values());
    alarms.keep(
        status.members().stream().map(NodeStatus.Peer::id).collect(Collectors.toUnmodifiableSet()));
    alarms.see(nanos, status);
    others.forEach(
        (id, other) -> {
          if (!id.equals(status.nodeId())) {
            alarms.see(nanos, other);
          }
        });
    for (NodeStatus.Peer peer : status.members()) {
      boolean local = peer.id().equals(status.nodeId());
      NodeStatus told = local ? status : others.get(peer.id());
      Known before = remembered.getOrDefault(peer.id(), Known.NOTHING);
      String address = peer.address().map(LiveFigures::address).orElse("");
      remembered.put(peer.id(), before.with(told == null ? "" : told.name(), address));
    }
    if (remembered.size() > REMEMBERED_MAX) {
      List<NodeId> members = status.members().stream().map(NodeStatus.Peer::id).toList();
      remembered.keySet().removeIf(id -> !members.contains(id));
    }
    rotation(new Tokens(nanos, status.counters().getOrDefault("tokens", 0L)));
  }

  /** Over about a second: the token of an idle ring is held, and comes a few times a second. */
  private void rotation(Tokens now) {
    if (!looks.isEmpty() && now.count() < looks.getLast().count()) {
      looks.clear();
    }
    if (!looks.isEmpty() && now.count() > looks.getLast().count()) {
      position++;
    }
    looks.add(now);
    while (now.nanos() - looks.getFirst().nanos() > ROTATION_SPAN_NANOS) {
      looks.removeFirst();
    }
    Tokens first = looks.getFirst();
    long rotations = now.count() - first.count();
    rotationMicros =
        rotations > 0
            ? OptionalLong.of((now.nanos() - first.nanos()) / 1000 / rotations)
            : OptionalLong.empty();
  }

  /** Everything about a member. */
  synchronized List<Section> member(NodeId id, NodeStatus status, Map<NodeId, NodeStatus> others) {
    Optional<NodeStatus> told =
        id.equals(status.nodeId()) ? Optional.of(status) : Optional.ofNullable(others.get(id));
    return new MemberFacts(id, status, told, words)
        .sections(remembered.getOrDefault(id, Known.NOTHING).address(), absences.of(id));
  }

  /** All that were seen, those that are gone too. */
  synchronized Set<NodeId> seen() {
    return Set.copyOf(remembered.keySet());
  }

  synchronized RingSnapshot snapshot(
      long nanos,
      String time,
      NodeStatus status,
      Map<NodeId, NodeStatus> others,
      Map<Group, List<GroupMember>> groups,
      Optional<String> outdated) {
    Map<String, Long> counters = status.counters();
    return new RingSnapshot(
        nanos,
        time,
        status.ringName(),
        outdated.isPresent() ? NO_ANSWER : status.state(),
        outdated.isPresent() ? "" : status.stateSince().map(at -> since(at, status)).orElse(""),
        local(status),
        security(status),
        rings(status, outdated.isPresent()),
        members(status, others).stream()
            .map(each -> outdated.isPresent() ? each.withState("UNKNOWN") : each)
            .toList(),
        token(status),
        LatencyFigures.of(status),
        groups(groups),
        figure(counters, "messages_delivered"),
        figure(counters, "message_bytes_delivered"),
        Optional.empty(),
        new Health(
            outdated,
            status.quorum().map(NodeStatus.Quorum::primary),
            alarms.now(status, others, words)));
  }

  private TokenFigures token(NodeStatus status) {
    NodeStatus.Token token = status.token();
    return status.ring().isEmpty()
        ? TokenFigures.UNKNOWN
        : new TokenFigures(
            rotationMicros,
            OptionalLong.of(token.seq()),
            OptionalLong.of(token.aru()),
            Optional.of(token.missing()));
  }

  private static String since(Instant then, NodeStatus status) {
    long seconds = Math.max(0, Duration.between(then, status.at()).toSeconds());
    return "for " + ShortNumbers.age(seconds);
  }

  private static String local(NodeStatus status) {
    return "node "
        + status.nodeId()
        + " "
        + status.name()
        + "  "
        + address(status.address())
        + "  "
        + status.transport();
  }

  private static String security(NodeStatus status) {
    String suite = status.security().suite().toString().toLowerCase(Locale.ROOT).replace('_', '-');
    String key = status.security().keyId();
    return key.isEmpty() ? "security " + suite : suite + " key " + key;
  }

  private List<RingFigures> rings(NodeStatus status, boolean outdated) {
    if (status.ring().isEmpty()) {
      return List.of();
    }
    List<NodeId> ids = status.members().stream().map(NodeStatus.Peer::id).toList();
    boolean moving =
        !outdated && rotationMicros.isPresent() && status.state().equals("OPERATIONAL");
    Optional<NodeId> token =
        moving ? Optional.of(ids.get(position % ids.size())) : Optional.empty();
    RingId ring = status.ring().get();
    List<String> labels = ids.stream().map(words::node).toList();
    return List.of(new RingFigures(ring, words.ring(ring), ids, labels, token));
  }

  private List<MemberFigures> members(NodeStatus status, Map<NodeId, NodeStatus> others) {
    List<NodeId> inRing = status.members().stream().map(NodeStatus.Peer::id).toList();
    List<MemberFigures> all = new ArrayList<>();
    remembered.forEach(
        (id, last) -> {
          boolean member = inRing.contains(id);
          if (id.equals(status.nodeId())) {
            all.add(known(status, /* local= */ true));
          } else if (member && others.containsKey(id)) {
            all.add(known(others.get(id), /* local= */ false));
          } else {
            String state = member ? "MEMBER" : "GONE";
            all.add(MemberFigures.unknown(id, last.name(), last.address(), state, member));
          }
        });
    return all;
  }

  private static MemberFigures known(NodeStatus status, boolean local) {
    Map<String, Long> counters = status.counters();
    return new MemberFigures(
        status.nodeId(),
        status.name(),
        address(status.address()),
        status.state(),
        /* inRing= */ true,
        local,
        nanos(status.at()),
        figure(counters, "messages_submitted"),
        figure(counters, "message_bytes_submitted"),
        OptionalLong.of(Math.max(0, (int) (status.token().seq() - status.token().aru()))),
        OptionalLong.of(status.sentAgain()),
        OptionalLong.of(status.pauses().count()),
        OptionalLong.of(status.sendQueueBytes()));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static List<GroupFigures> groups(Map<Group, List<GroupMember>> groups) {
    List<GroupFigures> all = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            all.add(
                new GroupFigures(
                    group.name(), members.stream().map(GroupMember::toString).toList())));
    return all;
  }

  private static OptionalLong figure(Map<String, Long> counters, String name) {
    Long value = counters.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static String address(InetSocketAddress address) {
    String host = address.getAddress() == null ? address.getHostString() : host(address);
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }
}
