package io.evs.cli.lock;

import io.evs.cli.exec.ProcessTree;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done to the processes of a command whose lock is lost, once. */
enum OnLoss {
  TERM("the command and its processes have SIGTERM, and no SIGKILL follows"),
  KILL("the command and its processes were killed"),
  IGNORE("the command goes on (--on-loss ignore)");

  private final String done;

  OnLoss(String done) {
    this.done = done;
  }

  /** The one of that name on the command line. */
  static Optional<OnLoss> of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  void apply(ProcessTree processes) {
    switch (this) {
      case TERM -> processes.terminate();
      case KILL -> processes.kill();
      case IGNORE -> {}
    }
  }

  /** What was done, as a main clause. */
  String done() {
    return done;
  }
}
