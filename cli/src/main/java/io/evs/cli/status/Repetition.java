package io.evs.cli.status;

import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Text;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Options of commands that may print again and again what is so now. */
final class Repetition {
  @Option(
      names = "--watch",
      description = "Print again and again, until interrupted; on a terminal in the same place.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "D",
      defaultValue = "2s",
      description = "How often --watch prints (default: 2s).")
  private String interval;

  /** Prints once, or as often as is asked for, while somebody reads it. */
  void run(CommandContext context, CommonOptions common, Runnable print) {
    Duration every = Options.duration("--interval", interval);
    boolean redraws = watch && context.terminal().outputIsTerminal() && !common.json();
    boolean first = true;
    do {
      if (!first) {
        pause(every);
      }
      if (redraws) {
        Text.clear(context.terminal().out());
      } else if (!first && !common.json()) {
        Text.println(context.terminal().out(), "");
      }
      print.run();
      first = false;
    } while (watch
        && !context.terminal().out().checkError()
        && !Thread.currentThread().isInterrupted());
  }

  private static void pause(Duration every) {
    try {
      TimeUnit.NANOSECONDS.sleep(every.toNanos());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
