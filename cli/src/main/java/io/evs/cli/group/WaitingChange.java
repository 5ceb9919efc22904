package io.evs.cli.group;

import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All changes of a group since it was last told of.
 *
 * @param group the group
 * @param members who is in it now
 * @param joined who has come since, and is there
 * @param left who was there, and is not
 * @param primary whether the ring is primary now; empty where no quorum is configured
 */
record WaitingChange(
    Group group,
    List<GroupMember> members,
    Set<GroupMember> joined,
    Set<GroupMember> left,
    Optional<Boolean> primary) {

  static WaitingChange of(GroupChange change, Optional<Boolean> primary) {
    return new WaitingChange(
        change.group(),
        change.members(),
        processes(change.joined()),
        processes(change.left()),
        primary);
  }

  private static Set<GroupMember> processes(List<GroupChange.Change> changes) {
    return changes.stream()
        .map(GroupChange.Change::member)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** This one and one that came after it: who came and went in between is not told of. */
  WaitingChange then(WaitingChange later) {
    Set<GroupMember> came = new LinkedHashSet<>(joined);
    Set<GroupMember> went = new LinkedHashSet<>(left);
    later.left.stream().filter(each -> !came.remove(each)).forEach(went::add);
    later.joined.stream().filter(each -> !went.remove(each)).forEach(came::add);
    return new WaitingChange(group, later.members, came, went, later.primary);
  }

  static String names(Collection<GroupMember> members) {
    return members.stream().map(GroupMember::toString).collect(Collectors.joining(" "));
  }
}
