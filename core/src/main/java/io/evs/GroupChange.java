package io.evs;

import java.util.List;
import java.util.Locale;

/**
 * A change of a group's membership, delivered at the same point of the order at every member.
 *
 * @param group the group
 * @param members its members after the change, ascending
 * @param joined who was added, with the reason
 * @param left who was removed, with the reason
 */
public record GroupChange(
    Group group, List<GroupMember> members, List<Change> joined, List<Change> left) {

  /** Why a process appeared in or disappeared from a group (the reasons of CPG). */
  public enum Reason {
    /** The process joined the group. */
    JOIN,
    /** The process left the group, or closed its handle. */
    LEAVE,
    /** The process ended without closing its handle, or was disconnected. */
    PROCESS_DOWN,
    /** Its processor is no longer in the configuration. */
    NODE_DOWN,
    /** Its processor has come into the configuration. */
    NODE_UP;

    /** The name used in JSON. */
    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One process and why it appears here.
   *
   * @param member the process
   * @param reason why
   */
  public record Change(GroupMember member, Reason reason) {}

  /** Copies the lists. */
  public GroupChange {
    members = List.copyOf(members);
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }
}
