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
          + " lost while the command ran or the ring could not be reached, 127 if there is no such"
          + " command.",
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
          "What is done to the command if the lock is lost: term, kill or ignore (default: term).")
  private String onLoss;

  LockCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String name = check();
    try (EvsMember member = options.connect(context);
        Locks locks = Locks.open(member)) {
      HeldLock lock;
      try {
        lock = get(member, locks, name);
      } catch (EvsException refused) {
        return notGot(member, refused);
      }
      try (lock) {
        sayWhoGrants(member);
        OptionalInt exit = new LockedRun(words.subList(1, words.size()), onLoss).run(lock);
        if (exit.isPresent()) {
          return exit.getAsInt();
        }
      }
      throw new CliException(
          ExitCode.UNREACHABLE,
          "lock " + PlainText.of(name) + " was lost while the command ran",
          "another may have held it since: see evs status");
    }
  }

  /** Looks at all that was given before anything is started; the name. */
  private String check() {
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
    Options.require(
        onLoss.matches("term|kill|ignore"), "--on-loss", onLoss, "term, kill or ignore");
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
    return member.configuration().flatMap(Configuration::primary).equals(Optional.of(false));
  }

  private int notGot(EvsMember member, EvsException refused) {
    boolean busy =
        refused.code() == EvsException.Code.TRY_AGAIN
            || (refused.code() == EvsException.Code.TIMEOUT && !once);
    if (!busy) {
      throw new CliException(ExitCode.UNREACHABLE, refused.getMessage(), "", refused);
    }
    String why = isNotPrimary(member) ? "; the ring is not primary, and grants nothing" : "";
    options.common().remark(context, "evs: " + refused.getMessage() + why);
    return notGot;
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
