package io.evs.cli.bench;

import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.bench.run.Control;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Progress;
import io.evs.cli.terminal.Terminal;
import java.util.Locale;

/** The line for a person who waits: which size, how far, how fast, how long still. */
final class BenchProgress {
  private static final double SPEED_OVER_SECONDS = 0.5;
  private static final int COLUMNS = 80;

  private final Progress line;
  private final BenchPlan plan;
  private int index;
  private double fromSeconds;
  private long fromDelivered;
  private double perSecond;

  BenchProgress(Terminal terminal, CommonOptions common, BenchPlan plan) {
    this.line = new Progress(terminal, common.quiet());
    this.plan = plan;
  }

  /** The run for the size of that index begins. */
  void begin(int size) {
    index = size;
    fromSeconds = 0;
    fromDelivered = 0;
    perSecond = 0;
  }

  /** The first run cannot begin yet. */
  void waiting(String state) {
    line.show(state.length() < COLUMNS ? state : state.substring(0, COLUMNS - 4) + "...");
  }

  /** Some time has passed in it. */
  void show(Control.Start start, boolean measured, double seconds, long delivered) {
    speed(seconds, delivered);
    line.show(text(start, measured, seconds, delivered));
  }

  private void speed(double seconds, long delivered) {
    if (seconds < fromSeconds) {
      // One run of the warm-up follows the other.
      begin(index);
    }
    if (seconds - fromSeconds >= SPEED_OVER_SECONDS) {
      perSecond = (delivered - fromDelivered) / (seconds - fromSeconds);
      fromSeconds = seconds;
      fromDelivered = delivered;
    } else if (fromSeconds == 0 && seconds > 0) {
      perSecond = delivered / seconds;
    }
  }

  String text(Control.Start start, boolean measured, double seconds, long delivered) {
    double done = done(start, seconds, delivered);
    boolean full = measured && start.perSecond() == plan.perSecond();
    String what =
        full
            ? String.format(Locale.ROOT, "%d/%d", index + 1, plan.sizes().size())
            : measured ? "at half of the maximum" : "warming up";
    // Nobody knows how many runs of a second a warm-up has until the rate stops growing.
    boolean known = measured || plan.warmup().isPresent();
    return String.format(
        Locale.ROOT,
        "%s  %d bytes  %s%,.0f messages/s  %.1f MB/s%s",
        what,
        start.bytes(),
        known ? String.format(Locale.ROOT, "%.0f %%  ", 100 * done) : "",
        perSecond,
        perSecond * start.bytes() / 1e6,
        full ? left(done) : "");
  }

  /** Share of this run that is over, 0 to 1. */
  private static double done(Control.Start start, double seconds, long delivered) {
    if (start.durationNanos() > 0) {
      return Math.min(1, seconds * 1e9 / start.durationNanos());
    }
    long all = start.writes() * (start.allSend() ? start.members() : 1);
    return all == 0 ? 0 : Math.min(1, delivered / (double) all);
  }

  /** Time until the end of the last run, known only where durations limit them. */
  private String left(double done) {
    if (plan.duration().isEmpty()) {
      return "";
    }
    double each = plan.duration().get().toNanos() / 1e9;
    double left = each * (plan.sizes().size() - index - 1) + Math.max(0, (1 - done) * each);
    return String.format(Locale.ROOT, "  %.0f s left", Math.ceil(left));
  }

  void clear() {
    line.clear();
  }
}
