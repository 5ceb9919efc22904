package io.evs.sim.app;

import io.evs.Configuration;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.group.Member;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The handle of an app: sends in order, as soon as the member takes it. */
public final class Port {
  private record Sending(byte[] payload, boolean safe) {}

  private final Member member;
  private final GroupMember self;
  private final Group group;
  private final Deque<Sending> sending = new ArrayDeque<>();
  private boolean left;

  Port(Member member, int process, long handle, Group group) {
    this.member = member;
    this.self = new GroupMember(new NodeId(process), handle);
    this.group = group;
  }

  /** The node's id. */
  public int process() {
    return self.node().value();
  }

  /** The handle, as others know it. */
  public GroupMember self() {
    return self;
  }

  /** Where it sends to. */
  public Group group() {
    return group;
  }

  /** The member's configuration now. */
  public Configuration configuration() {
    return member.configuration();
  }

  /** Whether its application has seen all that its ring brought, and has said what it had to. */
  public boolean isSettled() {
    return sending.isEmpty() && member.isSynchronized();
  }

  void join(long now) {
    member.joinGroup(now, self.processId(), group);
  }

  /** Sends at the end of the step, or when the member has room. */
  public void send(byte[] payload, boolean safe) {
    sending.add(new Sending(payload, safe));
  }

  boolean isWaiting() {
    return !sending.isEmpty();
  }

  void flush(long now) {
    while (!left && !sending.isEmpty()) {
      Sending first = sending.peek();
      if (member.submit(now, self.processId(), first.safe, List.of(group), first.payload) == 0) {
        return;
      }
      sending.remove();
    }
  }

  void leave() {
    left = true;
  }
}
