package io.evs.quorum;

import io.evs.NodeId;
import io.evs.RingId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configuration that was primary, or may have been, with the votes of its members: what later
 * ones are measured by.
 */
public record Session(RingId ring, SortedMap<NodeId, Integer> votes) {
  /** Copies the map. */
  public Session {
    votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
  }

  /** The member of the least id that has votes. */
  public NodeId least() {
    return votes.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Votes of all its members. */
  public long total() {
    return votes.values().stream().mapToLong(Integer::longValue).sum();
  }
}
