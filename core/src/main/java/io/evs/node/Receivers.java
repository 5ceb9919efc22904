package io.evs.node;

import io.evs.EvsException;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.group.Member;
import io.evs.group.MessageView;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Counts who is in the groups of own messages at their place in the order. Loop thread. */
final class Receivers {
  private final NodeId self;
  private final long incarnation;
  private final Map<Long, CompletableFuture<Integer>> underway = new HashMap<>();

  Receivers(NodeId self, long incarnation) {
    this.self = self;
    this.incarnation = incarnation;
  }

  /** The member took such a message under that number. */
  void accepted(long number, Submission.Counted message) {
    underway.put(number, message.receivers());
  }

  /** A message is delivered; what is ordered behind it has not changed the groups yet. */
  void delivered(MessageView message, Member member) {
    if (underway.isEmpty()
        || message.senderNode() != self.value()
        || message.senderIncarnation() != incarnation) {
      return;
    }
    CompletableFuture<Integer> waiting = underway.remove(message.n());
    if (waiting != null) {
      GroupMember sender = new GroupMember(self, message.senderProcess());
      waiting.complete(member.countIn(message.groups(), sender));
    }
  }

  /** Nothing more is delivered. */
  void end(EvsException reason) {
    underway.values().forEach(each -> each.completeExceptionally(reason));
    underway.clear();
  }

  /** A submission will not be sent. */
  static void refuse(Submission submission, EvsException reason) {
    if (submission instanceof Submission.Counted counted) {
      counted.receivers().completeExceptionally(reason);
    }
  }
}
