package io.evs.node;

import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.Guarantee;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers those who ask all members of a ring for their status ({@link StatusQuery}): other nodes'
 * agents, and nobody else. Whoever asks again before the answer is out gets one answer, there are
 * at most twenty answers a second, and a ring that is full is not made fuller.
 */
public final class StatusAgent extends NodeAgent {
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int ANSWERS_PER_SECOND = 20;

  /** Questions that wait; of more, the oldest are not answered. */
  private static final int WAITING_MAX = 64;

  private final Map<Group, Integer> questions = new LinkedHashMap<>();
  private final Pace pace = new Pace(ANSWERS_PER_SECOND, ANSWERS_PER_SECOND);

  private StatusAgent(EvsNode node) {
    super(node, "status", StatusMessage.GROUP);
  }

  /** Starts answering for a node, until it ends. */
  public static StatusAgent start(EvsNode node) {
    StatusAgent agent = new StatusAgent(node);
    agent.start();
    return agent;
  }

  @Override
  public void onMessage(Delivery delivery) {
    if (ProcessIds.isAgent(delivery.sender())) {
      StatusMessage.parse(delivery.payload())
          .ifPresent(
              message -> message.replyGroup().ifPresent(group -> note(group, message.number())));
    }
  }

  private void note(Group group, int number) {
    questions.put(group, number);
    if (questions.size() > WAITING_MAX) {
      questions.remove(questions.keySet().iterator().next());
    }
  }

  @Override
  protected void begun() {
    questions.clear();
  }

  @Override
  protected Duration patience() {
    return questions.isEmpty() ? IDLE : AGAIN;
  }

  @Override
  protected void work(Evs handle) {
    if (questions.isEmpty() || !pace.take(System.nanoTime())) {
      return;
    }
    String document = StatusJson.write(node().status());
    try {
      for (Map.Entry<Group, Integer> each : List.copyOf(questions.entrySet())) {
        StatusMessage answer =
            new StatusMessage(StatusMessage.Kind.ANSWER, each.getValue(), document);
        handle.tryMulticast(Guarantee.AGREED, List.of(each.getKey()), answer.bytes());
        questions.remove(each.getKey());
        if (!questions.isEmpty() && !pace.take(System.nanoTime())) {
          return;
        }
      }
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
    }
  }
}
