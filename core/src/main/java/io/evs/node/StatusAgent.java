package io.evs.node;

import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers those who ask all members of a ring for their status ({@link StatusQuery}). Whoever asks
 * again before the answer is out gets one answer; a ring that is full is not made fuller.
 *
 * <p>Has a thread of its own, which ends with the node.
 */
public final class StatusAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusAgent.class);
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Questions that wait; of more, the oldest are not answered. */
  private static final int WAITING_MAX = 64;

  private final EvsNode node;
  private final Map<Group, Integer> questions = new LinkedHashMap<>();
  private final Evs handle;
  private volatile boolean ended;

  private StatusAgent(EvsNode node) {
    this.node = node;
    this.handle = node.openHidden(new Ear());
  }

  /**
   * Starts answering for a node.
   *
   * @throws EvsException LIBRARY if the node is closed
   */
  public static StatusAgent start(EvsNode node) {
    StatusAgent agent = new StatusAgent(node);
    Thread thread = new Thread(agent::run, "evs-status");
    thread.setDaemon(true);
    thread.start();
    return agent;
  }

  private final class Ear implements EvsListener {
    @Override
    public void onMessage(Delivery delivery) {
      StatusMessage.parse(delivery.payload())
          .ifPresent(
              message -> message.replyGroup().ifPresent(group -> note(group, message.number())));
    }

    @Override
    public void onDisconnected(EvsException reason) {
      ended = true;
    }
  }

  private void note(Group group, int number) {
    questions.put(group, number);
    if (questions.size() > WAITING_MAX) {
      questions.remove(questions.keySet().iterator().next());
    }
  }

  private void run() {
    try {
      handle.join(List.of(StatusMessage.GROUP));
      while (!ended) {
        handle.dispatchOne(questions.isEmpty() ? IDLE : AGAIN);
        // Whatever else has come is read first, so that the last question of each is answered.
        handle.dispatch(Evs.Dispatch.ALL);
        answer();
      }
    } catch (EvsException gone) {
      LOG.debug("the teller of status ends: {}", gone.getMessage());
    }
  }

  private void answer() {
    if (questions.isEmpty() || ended) {
      return;
    }
    String document = StatusJson.write(node.status());
    try {
      for (Map.Entry<Group, Integer> each : List.copyOf(questions.entrySet())) {
        StatusMessage answer =
            new StatusMessage(StatusMessage.Kind.ANSWER, each.getValue(), document);
        handle.tryMulticast(Guarantee.AGREED, List.of(each.getKey()), answer.bytes());
        questions.remove(each.getKey());
      }
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
    }
  }

  /** Stops answering. */
  @Override
  public void close() {
    ended = true;
    handle.close();
  }
}
