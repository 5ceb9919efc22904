package io.evs.node.handle;

import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.group.Member;
import io.evs.group.MessageView;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the member's own messages where they are delivered, for those who asked to be told. A
 * member's messages are delivered in the order of their numbers. Who asked is told at the end of
 * the turn, when the events of the turn are with the handles. Loop thread.
 */
public final class OwnDeliveries {
  /** A message on its way. */
  private record Underway(long number, CompletableFuture<Delivered> told) {}

  /** What is to be told at the end of the turn. */
  private record News(
      CompletableFuture<Delivered> told, Delivered delivered, EvsException givenUp) {}

  private final NodeId self;
  private final long incarnation;
  private final ArrayDeque<Underway> underway = new ArrayDeque<>();
  private final ArrayDeque<News> news = new ArrayDeque<>();
  private long last;

  public OwnDeliveries(NodeId self, long incarnation) {
    this.self = self;
    this.incarnation = incarnation;
  }

  /** The member took such a message under that number. */
  public void accepted(long number, Submission.Told message) {
    underway.add(new Underway(number, message.told()));
  }

  /** The number of the own message that was delivered last; 0 before the first. */
  public long last() {
    return last;
  }

  /** A message is delivered; what is ordered behind it has not changed the groups yet. */
  public void delivered(MessageView message, Member member) {
    if (message.senderNode() != self.value() || message.senderIncarnation() != incarnation) {
      return;
    }
    last = message.messageNumber();
    while (!underway.isEmpty() && underway.peek().number() <= last) {
      Underway next = underway.remove();
      news.add(
          next.number() == last
              ? new News(next.told(), place(message, member), null)
              : new News(next.told(), null, lost()));
    }
  }

  private Delivered place(MessageView message, Member member) {
    GroupMember sender = new GroupMember(self, message.senderProcess());
    int receivers = member.countIn(message.groups(), sender);
    return new Delivered(message.ring(), message.sequence(), receivers);
  }

  private static EvsException lost() {
    return new EvsException(
        EvsException.Code.TRY_AGAIN,
        "the message was given up when the ring changed: send it again");
  }

  /** The events of the turn are with the handles. */
  public void tell() {
    News next;
    while ((next = news.poll()) != null) {
      if (next.givenUp() == null) {
        next.told().complete(next.delivered());
      } else {
        next.told().completeExceptionally(next.givenUp());
      }
    }
  }

  /** Nothing more is delivered. */
  public void end(EvsException reason) {
    tell();
    underway.forEach(each -> each.told().completeExceptionally(reason));
    underway.clear();
  }

  /** A submission will not be sent. */
  public static void refuse(Submission submission, EvsException reason) {
    if (submission instanceof Submission.Told told) {
      told.told().completeExceptionally(reason);
    }
  }
}
