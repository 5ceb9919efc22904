package io.evs.console.live;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.NodeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A member that the console looks at: a handle of it, and what the other members tell. */
final class Attachment implements AutoCloseable {
  private final EvsMember member;
  private final Evs handle;
  private final OtherMembers others;

  /**
   * Opens a handle of a member, which is closed with the attachment.
   *
   * @param listener hears what {@link #dispatch} takes
   * @throws EvsException if the member does not let it; the member is closed then
   */
  Attachment(EvsMember member, EvsListener listener, List<Group> groups) {
    this.member = member;
    try {
      this.handle = member.open(listener);
      if (!groups.isEmpty()) {
        handle.join(groups);
      }
    } catch (EvsException refused) {
      member.close();
      throw refused;
    }
    this.others = new OtherMembers(member::statusOfAll);
  }

  void dispatch() {
    handle.dispatch(Evs.Dispatch.ALL);
  }

  Map<Group, List<GroupMember>> groups() {
    return handle.groups();
  }

  NodeStatus status() {
    return member.status();
  }

  EvsMember member() {
    return member;
  }

  Map<NodeId, NodeStatus> others() {
    return others.get();
  }

  /** Lets go of a member that is there. */
  @Override
  public void close() {
    others.close();
    handle.close();
    member.close();
  }

  /** Lets go of one that is lost, for which nothing is waited. */
  void drop() {
    others.stop();
    try {
      member.close(Duration.ZERO);
    } catch (EvsException goneAnyway) {
      // Nothing can be sent to it any more.
      return;
    }
  }
}
