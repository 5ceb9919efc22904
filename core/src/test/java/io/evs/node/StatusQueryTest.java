package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Delivery;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.RingStatus;
import io.evs.TestPorts;
import io.evs.TotemOption;
import io.evs.flight.FlightEvent;
import io.evs.flight.FlightKind;
import io.evs.flight.FlightLog;
import io.evs.node.handle.ControlGroups;
import io.evs.node.query.FlightQuery;
import io.evs.node.status.StatusJson;
import io.evs.node.status.StatusMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One handle asks all members. */
@Timeout(60)
class StatusQueryTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<EvsNode> nodes = new ArrayList<>();

  @BeforeEach
  void threeNodesOfWhichTwoAnswer() throws Exception {
    int port = TestPorts.unused();
    EvsConfig.Builder ring =
        EvsConfig.builder()
            .port(0)
            .multicastPort(port)
            // A ring that splits while this process gets no processor has other answers.
            .totem(TotemOption.TOKEN, Duration.ofSeconds(10))
            .ringName("test-" + Long.toHexString(new Random().nextLong()));
    for (int i = 1; i <= 3; i++) {
      nodes.add(EvsNode.start(ring.nodeId(i).nodeName("n" + i).build()));
    }
    nodes.forEach(each -> each.awaitMembers(3, LONG));
    StatusAgent.start(nodes.get(0));
    StatusAgent.start(nodes.get(1));
    Awaitility.await()
        .atMost(LONG)
        .until(
            () -> nodes.get(2).groups().getOrDefault(StatusMessage.GROUP, List.of()).size() == 2);
  }

  @AfterEach
  void close() {
    nodes.forEach(EvsNode::close);
  }

  private static NodeId id(int value) {
    return new NodeId(value);
  }

  @Test
  void thoseThatRunAnAgentAnswerEachTime() {
    try (StatusQuery query = new StatusQuery(nodes.get(2))) {
      for (int i = 0; i < 5; i++) {
        RingStatus answers = query.ask(LONG);
        assertThat(answers.members()).containsExactly(id(1), id(2), id(3));
        assertThat(answers.statuses()).containsOnlyKeys(id(1), id(2));
        assertThat(answers.late()).isEmpty();
        assertThat(answers.statuses().get(id(2)).name()).isEqualTo("n2");
        assertThat(answers.statuses().get(id(2)).isOperational()).isTrue();
      }
    }
  }

  /** Issue 13.4: operators get the flight recorders of all that run an agent, and nobody else. */
  @Test
  void operatorsAreToldWhatTheFlightRecordersHold() {
    try (FlightQuery query = new FlightQuery(nodes.get(2))) {
      FlightQuery.Answers answers = query.ask(LONG);
      assertThat(answers.logs()).containsOnlyKeys(id(1), id(2));
      assertThat(answers.silent()).containsExactly(id(3));
      FlightLog first = answers.logs().get(id(1));
      assertThat(first.source().name()).isEqualTo("n1");
      assertThat(first.source().settings()).containsKeys("policy", "security.suite");
      assertThat(first.events())
          .extracting(FlightEvent::kind)
          .contains(FlightKind.START, FlightKind.JOIN_SENT, FlightKind.INSTALLED);
    }
    List<byte[]> answered = new ArrayList<>();
    Group reply = new Group(ControlGroups.REPLY_PREFIX + "x");
    EvsListener ear =
        new EvsListener() {
          @Override
          public void onMessage(Delivery delivery) {
            answered.add(delivery.payload());
          }
        };
    try (io.evs.Evs stranger = nodes.get(2).open(ear)) {
      stranger.join(List.of(reply));
      byte[] question =
          new StatusMessage(StatusMessage.Kind.FLIGHT_QUESTION, 1, reply.name()).bytes();
      stranger.multicast(Guarantee.AGREED, List.of(StatusMessage.GROUP), question);
      // Whoever is answered after it was asked before it: its agents have read both questions.
      try (FlightQuery query = new FlightQuery(nodes.get(2))) {
        assertThat(query.ask(LONG).logs()).containsOnlyKeys(id(1), id(2));
      }
      stranger.dispatchUntil(() -> !answered.isEmpty(), Duration.ofMillis(100));
      assertThat(answered).isEmpty();
    }
  }

  @Test
  void whoDoesNotAnswerInTimeIsNamed() {
    try (StatusQuery query = new StatusQuery(nodes.get(0))) {
      assertThat(query.ask(LONG).late()).isEmpty();
      // A member of the group that keeps silent.
      try (io.evs.Evs silent = nodes.get(2).openAgent(new EvsListener() {})) {
        silent.join(List.of(StatusMessage.GROUP));
        Awaitility.await()
            .atMost(LONG)
            .until(
                () ->
                    nodes.get(0).groups().getOrDefault(StatusMessage.GROUP, List.of()).size() == 3);
        RingStatus answers = query.ask(Duration.ofMillis(500));
        assertThat(answers.late()).containsExactly(id(3));
        assertThat(answers.statuses()).containsOnlyKeys(id(1), id(2));
      }
    }
  }

  @Test
  void whatIsNoQuestionIsNotAnsweredAndHarmsNobody() {
    Random random = new Random(3);
    try (io.evs.Evs stranger = nodes.get(2).open(new EvsListener() {})) {
      byte[] question =
          new StatusMessage(StatusMessage.Kind.QUESTION, 1, ControlGroups.REPLY_PREFIX + "x")
              .bytes();
      for (int i = 0; i < 500; i++) {
        byte[] spoiled = Arrays.copyOf(question, random.nextInt(question.length + 10));
        if (spoiled.length > 0) {
          spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
        }
        stranger.multicast(Guarantee.AGREED, List.of(StatusMessage.GROUP), spoiled);
      }
      byte[] elsewhere = new StatusMessage(StatusMessage.Kind.QUESTION, 1, "chat").bytes();
      stranger.multicast(Guarantee.AGREED, List.of(StatusMessage.GROUP), elsewhere);
      assertThat(StatusMessage.parse(elsewhere).orElseThrow().replyGroup()).isEmpty();
    }
    try (StatusQuery query = new StatusQuery(nodes.get(2))) {
      assertThat(query.ask(LONG).statuses()).containsOnlyKeys(id(1), id(2));
    }
  }

  /** SEC-L15, SEC-M1: a client makes nobody send, and nobody believes what it says of a member. */
  @Test
  void onlyAgentsAreAnsweredAndBelieved() {
    java.util.concurrent.atomic.AtomicInteger answers =
        new java.util.concurrent.atomic.AtomicInteger();
    Group reply = new Group(ControlGroups.REPLY_PREFIX + "client");
    EvsListener counting =
        new EvsListener() {
          @Override
          public void onMessage(io.evs.Delivery delivery) {
            answers.incrementAndGet();
          }
        };
    try (io.evs.Evs client = nodes.get(2).open(counting);
        StatusQuery query = new StatusQuery(nodes.get(2))) {
      client.join(List.of(reply));
      for (int i = 1; i <= 100; i++) {
        client.multicast(
            Guarantee.AGREED,
            List.of(StatusMessage.GROUP),
            new StatusMessage(StatusMessage.Kind.QUESTION, i, reply.name()).bytes());
      }
      assertThat(query.ask(LONG).statuses()).containsOnlyKeys(id(1), id(2));
      Group asking =
          nodes.get(2).groups().keySet().stream()
              .filter(each -> each.name().startsWith(ControlGroups.REPLY_PREFIX))
              .filter(each -> !each.equals(reply))
              .findFirst()
              .orElseThrow();
      String lie = StatusJson.write(nodes.get(2).status());
      client.multicast(
          Guarantee.AGREED,
          List.of(asking),
          new StatusMessage(StatusMessage.Kind.ANSWER, query.number(), lie).bytes());
      // The order of the ring: what was answered or believed came before the next answer.
      assertThat(query.ask(LONG).statuses()).containsOnlyKeys(id(1), id(2));
      client.dispatch(io.evs.Evs.Dispatch.ALL);
      assertThat(answers).hasValue(0);
    }
  }

  /** SEC-L15: however many clients ask, the members are asked a few times a second. */
  @Test
  void clientsThatAskTogetherShareAQuestion() throws Exception {
    java.util.concurrent.atomic.AtomicInteger questions =
        new java.util.concurrent.atomic.AtomicInteger();
    EvsListener counting =
        new EvsListener() {
          @Override
          public void onMessage(io.evs.Delivery delivery) {
            questions.incrementAndGet();
          }
        };
    try (io.evs.Evs watch = nodes.get(0).open(counting);
        StatusSurvey survey = StatusSurvey.start(nodes.get(2))) {
      watch.join(List.of(StatusMessage.GROUP));
      List<java.util.concurrent.CompletableFuture<String>> asked = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        asked.add(survey.ask(Duration.ofSeconds(10)));
      }
      for (java.util.concurrent.CompletableFuture<String> each : asked) {
        RingStatus answers = StatusJson.readAll(each.get());
        assertThat(answers.statuses()).containsOnlyKeys(id(1), id(2));
        assertThat(answers.members()).containsExactly(id(1), id(2), id(3));
      }
      watch.dispatch(io.evs.Evs.Dispatch.ALL);
      assertThat(questions.get()).isBetween(1, 8);
    }
  }

  @Test
  void aSurveyOfANodeThatHasEndedSaysSo() {
    StatusSurvey survey = StatusSurvey.start(nodes.get(0));
    nodes.get(0).close();
    assertThat(survey.ask(LONG)).failsWithin(LONG);
    survey.close();
    assertThat(survey.ask(LONG)).failsWithin(LONG);
  }

  @Test
  void messagesAreReadBack() {
    StatusMessage message = new StatusMessage(StatusMessage.Kind.ANSWER, -7, "{\"ä\":1}");
    assertThat(StatusMessage.parse(message.bytes())).contains(message);
    assertThat(StatusMessage.parse(new byte[9])).isEmpty();
    assertThat(message.replyGroup()).isEmpty();
    assertThat(new StatusMessage(StatusMessage.Kind.QUESTION, 0, "~evs-reply-1").replyGroup())
        .contains(new Group("~evs-reply-1"));
  }
}
