package io.evs.group;

import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupChange.Change;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who is in which group. Changed only by what is delivered in order, so it is the same at every
 * member at the same point. Iterates in order of names and members.
 */
final class GroupTable {
  /** More nodes than two rings have; reached by forged messages only. */
  private static final int NODES_MAX = 1024;

  private final SortedMap<Group, SortedSet<GroupMember>> groups = new TreeMap<>();

  /** Memberships of each node that has any; equal at all members, as the table is. */
  private final Map<NodeId, Integer> counts = new HashMap<>();

  /** The groups of each process that is in any: the table again, by the other column. */
  private final Map<GroupMember, SortedSet<Group>> groupsOf = new HashMap<>();

  /**
   * A process joined; empty if it was in the group already, or if its node is in more groups than
   * an honest one can be.
   */
  Optional<GroupChange> join(GroupMember member, Group group) {
    if (isIn(member, group) || !hasRoomFor(member.node())) {
      return Optional.empty();
    }
    groups.computeIfAbsent(group, name -> new TreeSet<>()).add(member);
    groupsOf.computeIfAbsent(member, process -> new TreeSet<>()).add(group);
    counts.merge(member.node(), 1, Integer::sum);
    return Optional.of(change(group, List.of(new Change(member, Reason.JOIN)), List.of()));
  }

  private boolean isIn(GroupMember member, Group group) {
    SortedSet<GroupMember> members = groups.get(group);
    return members != null && members.contains(member);
  }

  private boolean hasRoomFor(NodeId node) {
    Integer count = counts.get(node);
    return count == null ? counts.size() < NODES_MAX : count < Member.MEMBERSHIPS_MAX;
  }

  /** Whether a node is in any group. */
  boolean knows(NodeId node) {
    return counts.containsKey(node);
  }

  /** How many processes but one are in any of these groups. */
  int countIn(Collection<Group> names, GroupMember except) {
    Set<GroupMember> all = new HashSet<>();
    names.forEach(name -> all.addAll(groups.getOrDefault(name, Collections.emptySortedSet())));
    all.remove(except);
    return all.size();
  }

  /** All memberships of all nodes. */
  int size() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A process left; empty if it was not in the group. */
  Optional<GroupChange> leave(GroupMember member, Group group) {
    return remove(member, group, Reason.LEAVE);
  }

  /** A process ended. */
  List<GroupChange> down(GroupMember member) {
    List<GroupChange> changes = new ArrayList<>();
    for (Group group : List.copyOf(groupsOf.getOrDefault(member, Collections.emptySortedSet()))) {
      remove(member, group, Reason.PROCESS_DOWN).ifPresent(changes::add);
    }
    return changes;
  }

  private Optional<GroupChange> remove(GroupMember member, Group group, Reason reason) {
    SortedSet<GroupMember> members = groups.get(group);
    if (members == null || !members.remove(member)) {
      return Optional.empty();
    }
    SortedSet<Group> others = groupsOf.get(member);
    others.remove(group);
    if (others.isEmpty()) {
      groupsOf.remove(member);
    }
    counts.computeIfPresent(member.node(), (node, count) -> count == 1 ? null : count - 1);
    GroupChange change = change(group, List.of(), List.of(new Change(member, reason)));
    if (members.isEmpty()) {
      groups.remove(group);
    }
    return Optional.of(change);
  }

  /**
   * The state exchange after a configuration change is over: the table becomes what the members
   * told of themselves.
   *
   * @param states by node, of all members of the ring
   * @param down nodes that did not come along from the previous configuration, restarted ones too
   */
  List<GroupChange> exchange(SortedMap<NodeId, ServiceMessage.State> states, Set<NodeId> down) {
    SortedMap<Group, SortedSet<GroupMember>> told = told(states);
    List<GroupChange> changes = new ArrayList<>();
    SortedSet<Group> names = new TreeSet<>(groups.keySet());
    names.addAll(told.keySet());
    for (Group group : names) {
      SortedSet<GroupMember> before = groups.getOrDefault(group, new TreeSet<>());
      SortedSet<GroupMember> after = told.getOrDefault(group, new TreeSet<>());
      List<Change> left = new ArrayList<>();
      List<Change> joined = new ArrayList<>();
      compare(before, after, states, down, joined, left);
      if (after.isEmpty()) {
        groups.remove(group);
      } else {
        groups.put(group, after);
      }
      if (!left.isEmpty() || !joined.isEmpty()) {
        changes.add(new GroupChange(group, List.copyOf(after), joined, left));
      }
    }
    return changes;
  }

  private SortedMap<Group, SortedSet<GroupMember>> told(
      SortedMap<NodeId, ServiceMessage.State> states) {
    SortedMap<Group, SortedSet<GroupMember>> told = new TreeMap<>();
    counts.clear();
    groupsOf.clear();
    states.forEach(
        (node, state) ->
            state
                .groups()
                .forEach(
                    (group, ids) -> {
                      for (long id : ids) {
                        GroupMember member = new GroupMember(node, id);
                        if (hasRoomFor(node)
                            && told.computeIfAbsent(group, name -> new TreeSet<>()).add(member)) {
                          groupsOf.computeIfAbsent(member, process -> new TreeSet<>()).add(group);
                          counts.merge(node, 1, Integer::sum);
                        }
                      }
                    }));
    return told;
  }

  private static void compare(
      SortedSet<GroupMember> before,
      SortedSet<GroupMember> after,
      SortedMap<NodeId, ServiceMessage.State> states,
      Set<NodeId> down,
      List<Change> joined,
      List<Change> left) {
    for (GroupMember member : before) {
      boolean nodeGone = down.contains(member.node()) || !states.containsKey(member.node());
      if (nodeGone) {
        left.add(new Change(member, Reason.NODE_DOWN));
      } else if (!after.contains(member)) {
        left.add(new Change(member, Reason.PROCESS_DOWN));
      }
    }
    for (GroupMember member : after) {
      if (!before.contains(member) || down.contains(member.node())) {
        joined.add(new Change(member, Reason.NODE_UP));
      }
    }
  }

  private GroupChange change(Group group, List<Change> joined, List<Change> left) {
    return new GroupChange(group, List.copyOf(groups.get(group)), joined, left);
  }

  /** A copy. */
  Map<Group, List<GroupMember>> snapshot() {
    Map<Group, List<GroupMember>> copy = new TreeMap<>();
    groups.forEach((group, members) -> copy.put(group, List.copyOf(members)));
    return copy;
  }
}
