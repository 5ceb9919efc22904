package io.evs.cli.group;

import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.base.ShutdownState;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs group listen}. */
@Command(
    name = "listen",
    header = "Print the messages and changes of groups.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs group listen chat",
      "  evs group listen chat --count 10 --timeout 1m --json",
      "  evs group listen chat --time --reconnect",
      "  evs group listen chat --format '%%s %%p\\n'",
      ""
    })
final class ListenCommand implements Callable<Integer> {
  private static final long RETRY_MILLIS = 250;
  private static final long RETRY_MILLIS_MAX = 2000;

  private final CommandContext context;

  @Mixin private GroupOptions options;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Groups.")
  private List<String> names;

  @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
  private Long count;

  @Option(
      names = "--timeout",
      paramLabel = "D",
      description = "End after D; with --count that is an error, of status 3.")
  private String timeout;

  @Option(
      names = "--reconnect",
      description =
          "When the daemon stops, wait for it to start again, and listen on. What is sent"
              + " meanwhile is not printed.")
  private boolean reconnect;

  @Option(names = "--time", description = "Print when each event came, in UTC.")
  private boolean time;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Print only messages, in this form: " + MessageFormat.HELP + ".")
  private String format;

  private long printed;

  ListenCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Group> groups = GroupOptions.groups(names);
    CommonOptions common = options.common();
    if (count != null && count < 1) {
      throw CliException.usage(
          "option --count: \"" + count + "\" is not allowed; it must be at least 1");
    }
    if (format != null && common.json()) {
      throw CliException.usage("options --format and --json exclude each other");
    }
    CompletableFuture<Void> late = new CompletableFuture<>();
    if (timeout != null) {
      long millis = Options.duration("--timeout", timeout).toMillis();
      late.completeOnTimeout(null, Math.max(1, millis), TimeUnit.MILLISECONDS);
    }
    if (reconnect && !options.isClient(context)) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "--reconnect needs a daemon to connect to again, and none serves this configuration",
          "start one with `evs node`, or leave out --reconnect");
    }
    listen(groups, late);
    if (late.isDone() && count != null && printed < count) {
      throw new CliException(
          ExitCode.UNREACHABLE, "only " + printed + " of " + count + " messages in " + timeout, "");
    }
    return ExitCode.OK;
  }

  private void listen(List<Group> groups, CompletableFuture<Void> late) {
    EventPrinter first = printer(groups);
    try (GroupSession session = options.open(context, first)) {
      if (isOver(session, groups, first, late)) {
        return;
      }
    }
    long pause = RETRY_MILLIS;
    while (!late.isDone()) {
      EventPrinter next = printer(groups);
      Optional<GroupSession> again = openAgain(next);
      if (again.isEmpty()) {
        rest(pause, late);
        pause = Math.min(2 * pause, RETRY_MILLIS_MAX);
        continue;
      }
      pause = RETRY_MILLIS;
      try (GroupSession session = again.get()) {
        options.common().remark(context, "evs: connected again");
        if (isOver(session, groups, next, late)) {
          return;
        }
      }
    }
  }

  /** A daemon that has no ring yet, or does not answer yet, is one that is not there yet. */
  private Optional<GroupSession> openAgain(EventPrinter printer) {
    try {
      return options.openAgain(context, printer);
    } catch (CliException noRing) {
      if (noRing.exit() != ExitCode.UNREACHABLE || ShutdownState.hasBegun()) {
        throw noRing;
      }
    } catch (EvsException noAnswer) {
      if (noAnswer.code() == EvsException.Code.ACCESS) {
        throw noAnswer;
      }
    }
    return Optional.empty();
  }

  /** Listens on one connection; false if that is lost, and another one is wanted. */
  private boolean isOver(
      GroupSession session,
      List<Group> groups,
      EventPrinter printer,
      CompletableFuture<Void> late) {
    try {
      session.join(groups);
      session.awaitEnd(CompletableFuture.anyOf(printer.end(), late));
      printed += printer.messages();
      return true;
    } catch (CliException | EvsException lost) {
      printed += printer.messages();
      if (!reconnect || ShutdownState.hasBegun()) {
        throw lost;
      }
      options.common().remark(context, "evs: " + lost.getMessage() + "; waiting for the daemon");
      return false;
    }
  }

  private EventPrinter printer(List<Group> groups) {
    return options.printer(
        context,
        groups,
        time,
        Optional.ofNullable(format)
            .map(
                form ->
                    new MessageFormat(form, context.terminal().outputIsTerminal(), Instant::now)),
        new EvsListener() {},
        count == null ? Long.MAX_VALUE : count - printed);
  }

  private static void rest(long millis, CompletableFuture<Void> late) {
    try {
      late.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException again) {
      return;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", stop);
    }
  }
}
