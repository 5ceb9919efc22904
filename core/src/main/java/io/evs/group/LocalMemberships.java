package io.evs.group;

import io.evs.Group;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the local processes asked for: who is in which group once everything queued is ordered.
 * Bounds the state message, which tells all of it in one message.
 */
final class LocalMemberships {
  private final Map<Long, Set<Group>> groups = new HashMap<>();
  private int count;

  /** Whether one more membership is allowed. */
  boolean hasRoom() {
    return count < Member.MEMBERSHIPS_MAX;
  }

  boolean contains(long processId, Group group) {
    return groups.getOrDefault(processId, Set.of()).contains(group);
  }

  void add(long processId, Group group) {
    if (groups.computeIfAbsent(processId, id -> new HashSet<>()).add(group)) {
      count++;
    }
  }

  void remove(long processId, Group group) {
    Set<Group> of = groups.get(processId);
    if (of != null && of.remove(group)) {
      count--;
      if (of.isEmpty()) {
        groups.remove(processId);
      }
    }
  }

  /** A process ended; returns the groups it was in, in order of name. */
  SortedSet<Group> end(long processId) {
    Set<Group> of = groups.getOrDefault(processId, Set.of());
    groups.remove(processId);
    count -= of.size();
    return new TreeSet<>(of);
  }
}
