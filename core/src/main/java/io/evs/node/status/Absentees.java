package io.evs.node.status;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.node.process.Moment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who is not in the ring and should be: since when, and why. Members that are not listed as peers
 * are remembered for an hour if they were lost, and not if they left on purpose. Bounded; the
 * oldest make room. Loop thread only.
 */
final class Absentees {
  /** The reason of those that were lost while this process did not run. */
  static final String PAUSE = "pause";

  private static final int GONE_MAX = 4 * NodeStatus.MISSING_MAX;
  private static final long UNLISTED_NANOS = TimeUnit.HOURS.toNanos(1);

  /** How long what an address did says why nobody is there. */
  private static final long SUSPECT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** A member of an earlier ring. */
  private record Gone(
      Moment since, String reason, Optional<InetSocketAddress> address, long incarnation) {}

  /** What was noticed of an address. */
  private record Suspect(String reason, long nanos) {}

  private final Moment startedAt = Moment.now();
  private final Map<Integer, Gone> gone = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Suspect> suspects = new LinkedHashMap<>();

  /** A member is in the ring no more. */
  void left(int nodeId, String reason, Optional<InetSocketAddress> address, long incarnation) {
    gone.remove(nodeId);
    gone.put(nodeId, new Gone(Moment.now(), reason, address, incarnation));
    bound(gone);
  }

  /** These are in the ring. */
  void present(Collection<NodeId> members) {
    members.forEach(each -> gone.remove(each.value()));
  }

  /** Whether a node was lost, and is the same start of it that is here now. */
  boolean isBack(int nodeId, long incarnation) {
    Gone before = gone.get(nodeId);
    return before != null && incarnation != 0 && before.incarnation == incarnation;
  }

  /** Whether a member was lost because this process did not run, and is not back. */
  boolean isLostInPause(int nodeId) {
    return gone.containsKey(nodeId) && gone.get(nodeId).reason.equals(PAUSE);
  }

  /** Somebody at that address cannot be a member, for that reason. */
  void suspect(InetSocketAddress from, String reason, long now) {
    suspects.remove(from);
    suspects.put(from, new Suspect(reason, now));
    bound(suspects);
  }

  /** Why somebody at that address cannot be a member, as far as it was noticed lately. */
  Optional<String> suspicion(InetSocketAddress address, long now) {
    return Optional.ofNullable(suspects.get(address))
        .filter(each -> now - each.nanos < SUSPECT_NANOS)
        .map(Suspect::reason);
  }

  private static <K, V> void bound(Map<K, V> map) {
    if (map.size() > GONE_MAX) {
      var oldest = map.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /**
   * Those that are missing now.
   *
   * @param listed addresses of listed peers at which no member is
   * @param unnamed listed names that have no address
   * @param putAside nodes on probation
   */
  List<NodeStatus.Missing> list(
      Moment now,
      Collection<InetSocketAddress> listed,
      Collection<String> unnamed,
      Set<Integer> putAside) {
    List<NodeStatus.Missing> missing = new ArrayList<>();
    Set<Integer> told = new HashSet<>();
    for (InetSocketAddress address : listed) {
      Optional<Map.Entry<Integer, Gone>> who = at(address);
      who.ifPresent(each -> told.add(each.getKey()));
      String reason =
          suspicion(address, now.nanos())
              .or(() -> who.map(each -> reason(each, putAside)))
              .orElse("not_seen");
      Moment since = who.map(each -> each.getValue().since).orElse(startedAt);
      missing.add(
          new NodeStatus.Missing(
              who.map(each -> new NodeId(each.getKey())),
              StatusWriter.text(address),
              Optional.of(since.asOf(now)),
              reason));
    }
    for (String name : unnamed) {
      missing.add(
          new NodeStatus.Missing(
              Optional.empty(), name, Optional.of(startedAt.asOf(now)), "no_address"));
    }
    for (Map.Entry<Integer, Gone> each : gone.entrySet()) {
      if (!told.contains(each.getKey()) && isMissed(each.getValue(), now)) {
        missing.add(
            new NodeStatus.Missing(
                Optional.of(new NodeId(each.getKey())),
                each.getValue().address.map(StatusWriter::text).orElse(""),
                Optional.of(each.getValue().since.asOf(now)),
                reason(each, putAside)));
      }
    }
    return missing.subList(0, Math.min(missing.size(), NodeStatus.MISSING_MAX));
  }

  private static boolean isMissed(Gone gone, Moment now) {
    return !gone.reason.equals("left") && now.nanos() - gone.since.nanos() < UNLISTED_NANOS;
  }

  /** That a node is put aside only follows from the pause, and is not what happened. */
  private static String reason(Map.Entry<Integer, Gone> who, Set<Integer> putAside) {
    String reason = who.getValue().reason;
    return putAside.contains(who.getKey()) && !reason.equals(PAUSE) ? "put_aside" : reason;
  }

  private Optional<Map.Entry<Integer, Gone>> at(InetSocketAddress address) {
    return gone.entrySet().stream()
        .filter(each -> each.getValue().address.filter(address::equals).isPresent())
        .reduce((earlier, later) -> later);
  }
}
