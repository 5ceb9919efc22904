package io.evs.console.live;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.console.words.RingWords;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is wrong on a ring: what its members say of themselves, and losses, which show in packets
 * that are sent again. One thread at a time.
 */
final class LiveAlarms {
  /** Single packets are lost in every network, and are no alarm. */
  private static final long RESENT_MIN = 10;

  private static final long SPAN_NANOS = 10_000_000_000L;
  private static final int ALARMS_MAX = 64;

  /** How long something lasts, which differs from member to member. */
  private static final Pattern SPAN = Pattern.compile("\\d+(\\.\\d+)? (ms|s|min|h|d)\\b");

  private record Look(long nanos, long resent) {}

  private final Map<NodeId, Deque<Look>> looks = new TreeMap<>();

  /** Notes what a member has sent again so far. */
  void see(long nanos, NodeStatus status) {
    long resent = status.counters().getOrDefault("retransmits", 0L);
    Deque<Look> own = looks.computeIfAbsent(status.nodeId(), id -> new ArrayDeque<>());
    if (!own.isEmpty() && resent < own.getLast().resent()) {
      own.clear();
    }
    own.add(new Look(nanos, resent));
    while (nanos - own.getFirst().nanos() > SPAN_NANOS) {
      own.removeFirst();
    }
  }

  /** Forgets those that are no members any more. */
  void keep(Set<NodeId> members) {
    looks.keySet().retainAll(members);
  }

  /** A sentence each; those of the node that is looked at come first. */
  List<String> now(NodeStatus status, Map<NodeId, NodeStatus> others, RingWords words) {
    Set<String> all = new LinkedHashSet<>(status.condition().problems());
    Set<String> said = new HashSet<>();
    all.forEach(problem -> said.add(bare(problem)));
    looks.forEach(
        (node, seen) -> {
          long resent = seen.getLast().resent() - seen.getFirst().resent();
          if (resent >= RESENT_MIN) {
            all.add(
                "packets get lost: "
                    + words.node(node)
                    + " has sent "
                    + resent
                    + " again in the last 10 s");
          }
        });
    others.forEach(
        (node, other) -> {
          if (!node.equals(status.nodeId())) {
            other.condition().problems().stream()
                .filter(problem -> said.add(bare(problem)))
                .forEach(problem -> all.add(words.node(node) + ": " + problem));
          }
        });
    return new ArrayList<>(all).subList(0, Math.min(ALARMS_MAX, all.size()));
  }

  private static String bare(String problem) {
    return SPAN.matcher(problem).replaceAll("");
  }
}
