package io.evs.cli.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Which share of a machine's processors others than the members of the bench used in a run. Time in
 * interrupts is nobody's: the bench's own packets cause most of it.
 */
public final class Others {
  /** From here on the figures tell more of the others than of the ring. */
  static final double TOO_MUCH = 0.1;

  private static final double TICKS_PER_SECOND = 100;

  /** Less of them says nothing. */
  private static final long TICKS_MIN = 20;

  private Others() {}

  /** The largest share of all machines, 0 to 1; empty if no machine tells. */
  public static OptionalDouble share(RunResult run) {
    return run.perMember().stream()
        .map(MemberResult::figures)
        .filter(figures -> figures.get(MemberFigure.MACHINE_TICKS) >= TICKS_MIN)
        .filter(figures -> figures.get(MemberFigure.MACHINE_ID) != 0)
        .collect(Collectors.groupingBy(figures -> figures.get(MemberFigure.MACHINE_ID)))
        .values()
        .stream()
        .mapToDouble(Others::onOneMachine)
        .max();
  }

  /** Members of one process all tell of the whole process. */
  private static double onOneMachine(List<MemberFigures> members) {
    Map<Long, Long> processes =
        members.stream()
            .collect(
                Collectors.toMap(
                    figures -> figures.get(MemberFigure.PROCESS_ID),
                    figures -> figures.get(MemberFigure.PROCESS_NANOS),
                    Math::max));
    double ours = processes.values().stream().mapToLong(Long::longValue).sum() / 1e9;
    double all = most(members, MemberFigure.MACHINE_TICKS) / TICKS_PER_SECOND;
    double used = most(members, MemberFigure.MACHINE_TASK_TICKS) / TICKS_PER_SECOND;
    return Math.min(1, Math.max(0, (used - ours) / all));
  }

  private static long most(List<MemberFigures> members, MemberFigure figure) {
    return members.stream().mapToLong(figures -> figures.get(figure)).max().orElse(0);
  }

  /** The largest share of several runs; empty if none tells. */
  static OptionalDouble most(List<RunResult> runs) {
    return runs.stream().map(Others::share).flatMapToDouble(OptionalDouble::stream).max();
  }

  /** For people; empty if it is not known. */
  public static String sentence(List<RunResult> runs) {
    OptionalDouble most = most(runs);
    if (most.isEmpty()) {
      return "";
    }
    return most.getAsDouble() > TOO_MUCH
        ? String.format(
            Locale.ROOT,
            "Others used up to %.0f %% of the processors meanwhile: do not trust these figures.",
            100 * most.getAsDouble())
        : String.format(
            Locale.ROOT,
            "Others used at most %.1f %% of the processors meanwhile.",
            100 * most.getAsDouble());
  }
}
