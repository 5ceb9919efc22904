package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.group.MessageView;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OwnDeliveriesTest {
  private static final long INCARNATION = 7;

  private final OwnDeliveries own = new OwnDeliveries(new NodeId(1), INCARNATION);

  private CompletableFuture<Delivered> underway(long number) {
    CompletableFuture<Delivered> told = new CompletableFuture<>();
    Submission.Message message = new Submission.Message(1, false, List.of(), new byte[0]);
    own.accepted(number, new Submission.Told(message, told));
    return told;
  }

  private static MessageView message(int node, long incarnation, long number) {
    return (MessageView)
        Proxy.newProxyInstance(
            MessageView.class.getClassLoader(),
            new Class<?>[] {MessageView.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "senderNode" -> node;
                  case "senderIncarnation" -> incarnation;
                  case "messageNumber" -> number;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void aMessageThatALaterOneHasPassedWasGivenUp() {
    CompletableFuture<Delivered> passed = underway(3);
    CompletableFuture<Delivered> later = underway(5);
    own.delivered(message(1, INCARNATION, 4), null);
    assertThat(passed).as("who asked is told at the end of the turn").isNotDone();
    own.tell();
    assertThatThrownBy(passed::get)
        .hasCauseInstanceOf(EvsException.class)
        .hasMessageContaining("given up when the ring changed");
    assertThat(later).isNotDone();
    assertThat(own.last()).isEqualTo(4);
  }

  @Test
  void messagesOfOthersAndOfAnEarlierLifeAreNotItsOwn() {
    CompletableFuture<Delivered> waiting = underway(3);
    own.delivered(message(2, INCARNATION, 9), null);
    own.delivered(message(1, INCARNATION - 1, 9), null);
    own.tell();
    assertThat(waiting).isNotDone();
    assertThat(own.last()).isZero();
    EvsException reason = new EvsException(EvsException.Code.LIBRARY, "over");
    own.end(reason);
    assertThatThrownBy(waiting::get).hasCause(reason);
  }
}
