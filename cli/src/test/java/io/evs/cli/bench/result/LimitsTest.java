package io.evs.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.bench.Summary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final long SECOND = 1_000_000_000L;

  /** A run of ten seconds whose first member, the sender, has these figures. */
  private static RunResult run(MemberFigures sender) {
    return Results.run(100, 1000, 10, sender);
  }

  private static void is(Bottleneck.Kind kind, long node, String text, RunResult run) {
    Bottleneck limit = run.limit();
    assertThat(limit.kind()).as(limit.text()).isEqualTo(kind);
    assertThat(limit.nodeId()).isEqualTo(node);
    assertThat(limit.text()).contains(text);
  }

  @Test
  void nothingStandsOut() {
    is(Bottleneck.Kind.UNKNOWN, 0, "nothing stands out", run(MemberFigures.NONE));
  }

  @Test
  void anOpenLoopThatKeptItsRateWasLimitedByIt() {
    RunResult kept = Results.with(run(MemberFigures.NONE), 100, 0, false);
    is(Bottleneck.Kind.RATE, 0, "100 messages per second", kept);
  }

  @Test
  void anOpenLoopThatDidNotKeepItsRateWasLimitedBySomethingElse() {
    MemberFigures busy = MemberFigures.NONE.with(MemberFigure.LOOP_NANOS, 9 * SECOND);
    RunResult late = Results.with(run(busy), 200, 0, false);
    is(
        Bottleneck.Kind.LOOP_CPU,
        1,
        "only 100 of 200 messages per second could be sent, because of the loop thread of member 1,"
            + " busy 90 %",
        late);
  }

  @Test
  void theBusiestThreadIsNamedAndTheOthersToo() {
    MemberFigures busy =
        MemberFigures.NONE
            .with(MemberFigure.LOOP_NANOS, 86 * SECOND / 10)
            .with(MemberFigure.SEND_NANOS, 99 * SECOND / 10);
    RunResult run = run(busy);
    is(Bottleneck.Kind.SENDER_CPU, 1, "the sender's thread of member 1, busy 99 %", run);
    assertThat(run.limit().also()).hasSize(1);
    assertThat(run.limit().also().get(0)).contains("loop thread of member 1, busy 86 %");
  }

  @Test
  void theReceiverOfAnotherMemberIsNamed() {
    RunResult run = run(MemberFigures.NONE);
    List<MemberResult> members = new ArrayList<>(run.perMember());
    MemberFigures busy = MemberFigures.NONE.with(MemberFigure.RECEIVE_NANOS, 95 * SECOND / 10);
    members.set(2, new MemberResult(3, false, 1000, busy));
    RunResult changed =
        new RunResult(100, 1000, 10, 0, 0, false, 0, members, Results.latencies(), List.of());
    is(Bottleneck.Kind.RECEIVER_CPU, 3, "receiver's thread of member 3, busy 95 %", changed);
  }

  @Test
  void packetsSentAgainAreLossOrFullBuffers() {
    MemberFigures lossy =
        MemberFigures.NONE.with(MemberFigure.PACKETS, 1000).with(MemberFigure.RETRANSMITS, 50);
    is(Bottleneck.Kind.LOSS, 0, "5.0 % of the message packets were sent again", run(lossy));
    MemberFigures full = lossy.with(MemberFigure.RECEIVE_BUFFER_DROPS, 1234);
    is(Bottleneck.Kind.SOCKET_BUFFER, 0, "no room for 1,234 datagrams", run(full));
    MemberFigures few = lossy.with(MemberFigure.RETRANSMITS, 5);
    is(Bottleneck.Kind.UNKNOWN, 0, "", run(few));
  }

  @Test
  void aFullMachineIsNamed() {
    MemberFigures full =
        MemberFigures.NONE
            .with(MemberFigure.MACHINE_TICKS, 400)
            .with(MemberFigure.MACHINE_BUSY_TICKS, 390);
    is(Bottleneck.Kind.MACHINE_CPU, 1, "this machine's processors, 98 % busy", run(full));
  }

  @Test
  void flowControlIsNamed() {
    MemberFigures visits = MemberFigures.NONE.with(MemberFigure.VISITS, 1000);
    is(
        Bottleneck.Kind.WINDOW,
        1,
        "ended 90 % of member 1's token visits before it had sent all that waited; the token came"
            + " 100 times a second",
        run(visits.with(MemberFigure.VISITS_STOPPED_BY_WINDOW, 900)));
    is(
        Bottleneck.Kind.RECEIVE_WINDOW,
        1,
        "no room for more",
        run(visits.with(MemberFigure.VISITS_STOPPED_BY_RECEIVER, 300)));
  }

  @Test
  void collectionsTheRingsFormingAndTheBenchsOwnBoundAreNamed() {
    is(
        Bottleneck.Kind.GARBAGE_COLLECTION,
        1,
        "20 % of the time",
        run(MemberFigures.NONE.with(MemberFigure.GC_NANOS, 2 * SECOND)));
    is(
        Bottleneck.Kind.IN_FLIGHT,
        1,
        "131,072 messages",
        run(MemberFigures.NONE.with(MemberFigure.IN_FLIGHT_WAIT_NANOS, 3 * SECOND)));
    is(Bottleneck.Kind.PAUSE, 1, "2 times", run(MemberFigures.NONE.with(MemberFigure.PAUSES, 2)));
    is(
        Bottleneck.Kind.REFORMATION,
        0,
        "2 times",
        Results.with(run(MemberFigures.NONE), 0, 2, false));
  }

  @Test
  void neighboursWithOneAnswerAreOneGroup() {
    MemberFigures loop = MemberFigures.NONE.with(MemberFigure.LOOP_NANOS, SECOND);
    List<BottleneckSpan> groups =
        BottleneckSpan.of(
            List.of(
                Results.run(100, 10, 1, loop),
                Results.run(200, 10, 1, loop),
                Results.run(1300, 10, 1)));
    assertThat(groups)
        .extracting(BottleneckSpan::sizes)
        .containsExactly("100 to 200 bytes", "1,300 bytes");
    assertThat(Summary.lines(BenchResults.of(List.of(Results.run(100, 10, 1, loop)))))
        .anyMatch(line -> line.contains("100 bytes: the loop thread of member 1"));
  }
}
