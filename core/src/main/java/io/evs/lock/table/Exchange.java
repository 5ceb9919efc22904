package io.evs.lock.table;

import io.evs.GroupChange;
import io.evs.GroupMember;
import java.util.List;
import java.util.Set;

/** Snapshots are waited for; everything that came after the change waits with them. */
final class Exchange {
  private final LockMessage.Change change;
  private final Set<GroupMember> missing;
  private boolean lost;

  /**
   * Waits for the tables of all of these.
   *
   * @param missing those who leave are taken out
   */
  Exchange(LockMessage.Change change, Set<GroupMember> missing) {
    this.change = change;
    this.missing = missing;
  }

  /** What the snapshots are for. */
  LockMessage.Change change() {
    return change;
  }

  /** Those who leave tell no table any more. */
  void left(GroupChange later) {
    for (GroupChange.Change each : later.left()) {
      boolean was = missing.remove(each.member());
      lost |= was && each.reason() == GroupChange.Reason.NODE_DOWN;
    }
  }

  /** Whether nobody is left to wait for. */
  boolean isAlone() {
    return missing.isEmpty();
  }

  /** Whether one was lost with its node, whose table nobody here may know. */
  boolean isLost() {
    return lost;
  }

  /** Whether a snapshot for that change is waited for, and this member may tell one. */
  boolean awaits(LockMessage.Change other, GroupMember sender) {
    return change.equals(other) && missing.contains(sender);
  }

  /** Whether these tell the tables of all that are waited for. */
  boolean isCovered(List<LockMessage.Snapshot> snapshots) {
    return missing.stream()
        .allMatch(each -> snapshots.stream().anyMatch(one -> one.seniors().contains(each)));
  }
}
