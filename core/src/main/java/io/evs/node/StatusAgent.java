package io.evs.node;

import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.flight.FlightText;
import io.evs.node.flow.Pace;
import io.evs.node.process.ProcessIds;
import io.evs.node.status.StatusJson;
import io.evs.node.status.StatusMessage;
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

  /** Questions for the flight recorder that wait; further ones are not answered. */
  private static final int FLIGHTS_MAX = 8;

  private final Map<Group, Integer> questions = new LinkedHashMap<>();
  private final Map<Group, Integer> flights = new LinkedHashMap<>();
  private final Pace flightPace = new Pace(1, 2);
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

  /** What the flight recorder of a node holds, as {@link FlightText}; any thread. */
  public static String flightOf(EvsNode node) {
    return FlightText.write(node.flightLog());
  }

  @Override
  public void onMessage(Delivery delivery) {
    StatusMessage.parse(delivery.payload())
        .filter(message -> mayAsk(delivery.sender(), message.kind()))
        .ifPresent(message -> message.replyGroup().ifPresent(group -> note(group, message)));
  }

  private static boolean mayAsk(GroupMember sender, StatusMessage.Kind kind) {
    return kind == StatusMessage.Kind.FLIGHT_QUESTION
        ? ProcessIds.isOperator(sender)
        : ProcessIds.isAgent(sender);
  }

  private void note(Group group, StatusMessage question) {
    if (question.kind() == StatusMessage.Kind.FLIGHT_QUESTION) {
      if (flights.size() < FLIGHTS_MAX) {
        flights.put(group, question.number());
      }
      return;
    }
    int number = question.number();
    questions.put(group, number);
    if (questions.size() > WAITING_MAX) {
      questions.remove(questions.keySet().iterator().next());
    }
  }

  @Override
  protected void begun() {
    questions.clear();
    flights.clear();
  }

  @Override
  protected Duration patience() {
    return questions.isEmpty() && flights.isEmpty() ? IDLE : AGAIN;
  }

  @Override
  protected void work(Evs handle) {
    answerFlight(handle);
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

  /** One of those that ask for the flight recorder, at most once a second: the answer is long. */
  private void answerFlight(Evs handle) {
    if (flights.isEmpty() || !flightPace.take(System.nanoTime())) {
      return;
    }
    Map.Entry<Group, Integer> asker = flights.entrySet().iterator().next();
    StatusMessage answer =
        new StatusMessage(
            StatusMessage.Kind.FLIGHT_ANSWER,
            asker.getValue(),
            FlightText.write(node().flightLog()));
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(asker.getKey()), answer.bytes());
      flights.remove(asker.getKey());
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
    }
  }
}
