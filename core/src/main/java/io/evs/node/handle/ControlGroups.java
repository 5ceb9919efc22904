package io.evs.node.handle;

import io.evs.Group;

/**
 * Names of groups that are not applications'. Those of the node itself carry its control plane, and
 * only who administers a node may use them there. Temporary ones are left out of lists, and anybody
 * may use them. Any thread.
 */
public final class ControlGroups {
  /** What the names of the node's own groups begin with. */
  public static final String CONTROL_PREFIX = "~evs-";

  /** What the names of groups begin with to which agents answer. */
  public static final String REPLY_PREFIX = CONTROL_PREFIX + "reply-";

  /** What the names of temporary groups begin with. */
  public static final String TEMPORARY_PREFIX = "~tmp-";

  /** Where messages go that are to be ordered and to reach nobody. */
  public static final Group FLUSH = new Group(TEMPORARY_PREFIX + "flush");

  private ControlGroups() {}

  /** Whether a group is one of the node's own. */
  public static boolean isControl(Group group) {
    return group.name().startsWith(CONTROL_PREFIX);
  }

  /** Whether a group is left out where groups are listed for people. */
  public static boolean isHidden(Group group) {
    return isControl(group) || group.name().startsWith(TEMPORARY_PREFIX);
  }

  /**
   * The name of a temporary group.
   *
   * @param unique a number that no other handle is likely to have chosen
   */
  public static Group temporary(long unique) {
    return new Group(TEMPORARY_PREFIX + Long.toHexString(unique));
  }
}
