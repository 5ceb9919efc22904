package io.evs.state.replica;

import io.evs.GroupChange;
import io.evs.GroupMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who has the state, and in which order the others would have it if all those were lost. */
final class Roster {
  /** Who has it; the first one speaks for it. Empty if nobody has, or if that is not known. */
  final List<GroupMember> seniors = new ArrayList<>();

  final List<GroupMember> others = new ArrayList<>();
  private final Map<GroupMember, Side> stale = new HashMap<>();

  /** Whether it is known who has the state; a member that has just joined does not know. */
  boolean isKnown;

  void become(Decision decision) {
    isKnown = true;
    become(decision.seniors(), decision.others());
    stale.putAll(decision.stale());
  }

  void become(Collection<GroupMember> those, Collection<GroupMember> rest) {
    seniors.clear();
    seniors.addAll(those);
    others.clear();
    others.addAll(rest);
    stale.clear();
  }

  /** This member joined, and does not know who of those before it has the state. */
  void joinedItself(GroupChange change) {
    List<GroupMember> order = new ArrayList<>(change.members());
    List<GroupMember> with =
        change.joined().stream()
            .filter(each -> each.reason() == GroupChange.Reason.JOIN)
            .map(GroupChange.Change::member)
            .sorted()
            .toList();
    order.removeAll(with);
    order.addAll(with);
    become(List.of(), order);
  }

  Optional<GroupMember> first() {
    return seniors.stream().findFirst();
  }

  void left(GroupMember member) {
    seniors.remove(member);
    others.remove(member);
    stale.remove(member);
  }

  void joined(GroupMember member) {
    if (!seniors.contains(member) && !others.contains(member)) {
      others.add(member);
    }
  }

  /** A transfer was completed; whoever did not know who has the state knows it by that. */
  void completed(Transfer transfer, Collection<GroupMember> members) {
    if (!isKnown) {
      isKnown = true;
      become(
          transfer.sources,
          members.stream().filter(each -> !transfer.sources.contains(each)).toList());
    }
    got(transfer.targets);
  }

  private void got(Collection<GroupMember> those) {
    for (GroupMember each : those) {
      if (others.remove(each)) {
        seniors.add(each);
      }
      stale.remove(each);
    }
  }

  /**
   * Where nobody has the state, those next in order do: a side that others had gone on without, or
   * one who begins.
   *
   * @return whether they did
   */
  boolean promote(GroupMember self, boolean mayBegin) {
    if (!seniors.isEmpty() || others.isEmpty()) {
      return false;
    }
    GroupMember next = others.get(0);
    Side side = stale.get(next);
    if (side != null) {
      got(others.stream().filter(each -> side.equals(stale.get(each))).toList());
    } else if (mayBegin && (isKnown || next.equals(self))) {
      isKnown = true;
      got(List.of(next));
    }
    return !seniors.isEmpty();
  }
}
