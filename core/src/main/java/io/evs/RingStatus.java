package io.evs;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the members of a ring tell of themselves ({@link EvsMember#statusOfAll}).
 *
 * @param members members of the ring, ascending
 * @param statuses those that answered, by node id
 * @param late those that could have answered and did not in time; all others without a status run
 *     no {@code evs node}
 */
public record RingStatus(List<NodeId> members, Map<NodeId, NodeStatus> statuses, Set<NodeId> late) {
  /** Copies all. */
  public RingStatus {
    members = List.copyOf(members);
    statuses = Collections.unmodifiableMap(new TreeMap<>(statuses));
    late = Collections.unmodifiableSet(new TreeSet<>(late));
  }
}
