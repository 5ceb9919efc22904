package io.evs.cli.lock;

import io.evs.Configuration;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.lock.HeldLock;
import io.evs.lock.Locks;
import io.evs.lock.table.LockParticipant;
import io.evs.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs lock}. */
@Command(
    name = "lock",
    header = "Run a command while holding a lock that the whole ring shares.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs lock backup -- tar cf /backup/home.tar /home",
      "  evs lock backup --try -E 75 -- ./backup.sh     exit status 75 if another holds it",
      "  evs lock data --shared --timeout 10s -- ./report.sh",
      "  evs lock backup -- sh -c 'write --token \"$EVS_FENCE\"'",
      "  evs lock list --json",
      ""
    },
    description = {
      "The exit status is that of the command; 1 (or N of -E) if the lock was not got, 3 if it was"
          + " lost while the command ran or the ring could not be reached, 126 if the command cannot"
          + " be run, 127 if there is no such command.",
      "The loss of the lock is told at once, and --on-loss says what the command and the processes"
          + " below it get then: SIGTERM and no SIGKILL after it, SIGKILL, or nothing. evs lock ends"
          + " when the command does. SIGHUP, SIGINT and SIGTERM to evs lock send SIGTERM to all of"
          + " them.",
      "A lock that is called list is taken with evs lock -- list -- COMMAND.",
      "The command has the name of the lock in $$EVS_LOCK and in $$EVS_FENCE a number that only"
          + " grows: what the lock protects should refuse a lesser one than it has seen."
    },
    subcommands = LockListCommand.class)
public final class LockCommand implements Callable<Integer> {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int EXIT_MAX = 255;
  private static final long LOOK_MILLIS = 200;

  private final CommandContext context;

  @Mixin private LockOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME -- COMMAND",
      description = "Name of the lock, 1 to 64 bytes, and the command with its arguments.")
  private List<String> words;

  @Option(names = "--shared", description = "Others may hold it, too, that share it.")
  private boolean shared;

  @Option(names = "--timeout", paramLabel = "D", description = "Wait this long at most.")
  private String timeout;

  @Option(names = "--try", description = "Do not wait for other holders.")
  private boolean once;

  @Option(
      names = "-E",
      paramLabel = "N",
      defaultValue = "1",
      description = "Exit status if the lock was not got (default: 1).")
  private int notGot;

  @Option(
      names = "--on-loss",
      paramLabel = "WHAT",
      defaultValue = "term",
      description =
          "What is done to the command and its processes if the lock is lost: term, kill or ignore"
              + " (default: term).")
  private String onLoss;

  LockCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String name = check();
    try (EvsMember member = options.connect(context)) {
      OptionalInt exit = runLocked(member, name, OnLoss.of(onLoss).orElseThrow());
      if (exit.isEmpty()) {
        closeAtOnce(member);
      }
      return exit.orElse(ExitCode.UNREACHABLE);
    }
  }

  /** The exit status; empty if the lock was lost, which has been told then. */
  private OptionalInt runLocked(EvsMember member, String name, OnLoss given) {
    try (Locks locks = Locks.open(member)) {
      HeldLock lock;
      try {
        lock = get(member, locks, name);
      } catch (EvsException refused) {
        return OptionalInt.of(notGot(member, name, refused));
      }
      try (lock) {
        sayWhoGrants(member);
        return new LockedRun(command(), given, () -> tellLoss(name, given)).run(lock);
      }
    }
  }

  private List<String> command() {
    return words.subList(1, words.size());
  }

  private void tellLoss(String name, OnLoss given) {
    options
        .common()
        .error(
            context,
            new CliException(
                ExitCode.UNREACHABLE,
                "lock " + PlainText.of(name) + " was lost while the command ran; " + given.done(),
                "evs lock list shows who holds it now"));
  }

  /** Whoever has lost a lock has nothing to give back, and the daemon may be stopped. */
  private static void closeAtOnce(EvsMember member) {
    try {
      member.close(Duration.ZERO);
    } catch (EvsException asWanted) {
      return;
    }
  }

  /** Looks at all that was given before anything is started; the name. */
  private String check() {
    if (words != null && words.size() > 1 && words.get(1).equals("--")) {
      // As in evs lock -- list -- true.
      words.remove(1);
    }
    if (words == null || words.size() < 2) {
      throw CliException.usage(
          "a lock needs a name and a command: evs lock NAME -- COMMAND, or evs lock list");
    }
    String name = words.get(0);
    Options.require(
        LockParticipant.isName(name),
        "NAME",
        name,
        "1 to 64 bytes of UTF-8 without control characters");
    Options.require(notGot >= 0 && notGot <= EXIT_MAX, "-E", notGot, "0 to " + EXIT_MAX);
    Options.require(OnLoss.of(onLoss).isPresent(), "--on-loss", onLoss, "term, kill or ignore");
    limit();
    if (name.equals(context.terminal().environment().get("EVS_LOCK")) && !shared) {
      throw CliException.usage(
          "lock "
              + PlainText.of(name)
              + " is held by the command around this one ($EVS_LOCK): it would wait for itself");
    }
    return name;
  }

  private Duration limit() {
    return timeout == null ? FOR_EVER : Options.duration("--timeout", timeout);
  }

  private HeldLock get(EvsMember member, Locks locks, String name) {
    if (once) {
      return locks.tryAcquire(name, shared, ANSWER);
    }
    CompletableFuture<Void> got = new CompletableFuture<>();
    Thread watch = new Thread(() -> sayWhatIsWaitedFor(member, got), "evs-lock-quorum");
    watch.setDaemon(true);
    watch.start();
    try {
      return locks.acquire(name, shared, limit());
    } finally {
      got.complete(null);
    }
  }

  /** Once, if the ring may not grant, or may not any more, while the lock is waited for. */
  private void sayWhatIsWaitedFor(EvsMember member, CompletableFuture<Void> got) {
    while (!isNotPrimary(member)) {
      try {
        got.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException waits) {
        continue;
      } catch (InterruptedException | ExecutionException nobodyDoes) {
        return;
      }
    }
    if (!got.isDone()) {
      options.common().remark(context, "evs: waiting for quorum: the ring is not primary");
    }
  }

  private static boolean isNotPrimary(EvsMember member) {
    try {
      return member.configuration().flatMap(Configuration::primary).equals(Optional.of(false));
    } catch (EvsException gone) {
      // Whoever waits for the lock is told, too.
      return false;
    }
  }

  private int notGot(EvsMember member, String name, EvsException refused) {
    boolean late = refused.code() == EvsException.Code.TIMEOUT;
    boolean busy = refused.code() == EvsException.Code.TRY_AGAIN || (late && !once);
    if (!busy) {
      throw new CliException(ExitCode.UNREACHABLE, refused.getMessage(), "", refused);
    }
    if (!isNotPrimary(member)) {
      return refusal(refused.getMessage(), "evs lock list shows who holds it", refused);
    }
    String what = late ? refused.getMessage() : "lock " + PlainText.of(name) + " was not granted";
    return refusal(
        what + ": the ring is not primary", "evs status shows whose votes are missing", refused);
  }

  private int refusal(String message, String hint, EvsException cause) {
    return options.common().refusal(new CliException(notGot, message, hint, cause));
  }

  private void sayWhoGrants(EvsMember member) {
    boolean quorum = member.configuration().flatMap(Configuration::primary).isPresent();
    if (!quorum) {
      options
          .common()
          .remark(
              context,
              "evs: no quorum is configured: if the ring is cut in two, each part grants this lock");
    }
  }
}
