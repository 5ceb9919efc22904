package io.evs.sim.services;

import io.evs.Configuration;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.group.Member;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The handle of an app: sends in order, as soon as the member takes it. */
final class Port {
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

  int process() {
    return self.node().value();
  }

  GroupMember self() {
    return self;
  }

  Group group() {
    return group;
  }

  Configuration configuration() {
    return member.configuration();
  }

  /** Whether its application has seen all that its ring brought, and has said what it had to. */
  boolean isSettled() {
    return sending.isEmpty() && member.isSynchronized();
  }

  void join(long now) {
    member.joinGroup(now, self.processId(), group);
  }

  void send(byte[] payload, boolean safe) {
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
