package io.evs.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** NEW-B5: the share that others used was known, and not said. */
class OthersTest {
  private static final Offset<Double> NEARLY = Offset.offset(1e-9);

  /** One second of a machine of two processors; seconds of tasks, and of the member's process. */
  private static MemberFigures member(long machine, long process, double tasks, double own) {
    return MemberFigures.NONE
        .with(MemberFigure.MACHINE_ID, machine)
        .with(MemberFigure.PROCESS_ID, process)
        .with(MemberFigure.MACHINE_TICKS, 200)
        .with(MemberFigure.MACHINE_TASK_TICKS, (long) (tasks * 100))
        .with(MemberFigure.PROCESS_NANOS, (long) (own * 1e9));
  }

  private static RunResult run(MemberFigures... figures) {
    List<MemberResult> members = new ArrayList<>();
    for (MemberFigures each : figures) {
      members.add(new MemberResult(members.size() + 1, members.isEmpty(), 10, each));
    }
    return new RunResult(100, 10, 1, 0, 0, false, 0, members, Results.latencies(), List.of());
  }

  @Test
  void membersOfOneProcessCountOnce() {
    RunResult run = run(member(7, 1, 1.8, 1.4), member(7, 1, 1.8, 1.4), member(7, 1, 1.8, 1.4));
    assertThat(Others.share(run).orElseThrow()).isEqualTo(0.2, NEARLY);
    assertThat(Others.sentence(List.of(run)))
        .isEqualTo(
            "Others used up to 20 % of the processors meanwhile: do not trust these figures.");
  }

  @Test
  void processesOfOneMachineAddUp() {
    RunResult run = run(member(7, 1, 1.8, 0.9), member(7, 2, 1.8, 0.8));
    assertThat(Others.share(run).orElseThrow()).isEqualTo(0.05, NEARLY);
    assertThat(Others.sentence(List.of(run)))
        .isEqualTo("Others used at most 5.0 % of the processors meanwhile.");
  }

  @Test
  void theWorstMachineCounts() {
    RunResult run = run(member(7, 1, 1.0, 1.0), member(8, 1, 1.8, 0.8));
    assertThat(Others.share(run).orElseThrow()).isEqualTo(0.5, NEARLY);
  }

  @Test
  void whatIsNotKnownIsNotSaid() {
    assertThat(Others.share(run(MemberFigures.NONE))).isEmpty();
    assertThat(Others.sentence(List.of(run(MemberFigures.NONE)))).isEmpty();
  }
}
