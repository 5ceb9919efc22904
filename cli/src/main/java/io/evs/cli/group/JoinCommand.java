package io.evs.cli.group;

import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.ShutdownState;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Causes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs group join}. */
@Command(
    name = "join",
    header = "Join groups: print what happens, send each line of standard input.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs group join chat",
      "  evs group join chat news --guarantee safe --json",
      "  evs group join workers --exec 'logger \"$EVS_GROUP: $EVS_MEMBERS\"'",
      "  printf 'one\\ntwo\\n' | evs group join chat --until-eof",
      ""
    },
    description = {
      "At the end of the input the process leaves, once its own messages are delivered.",
      "Where there is no input (/dev/null, as under systemd and cron), and with --exec unless a "
          + "person types the input, it stays until a signal; --until-eof ends it there, too."
    })
final class JoinCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private GroupOptions options;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Groups, 1 to 32 bytes each.")
  private List<String> names;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      defaultValue = "agreed",
      description = "agreed or safe (default: agreed).")
  private String guarantee;

  @Option(
      names = "--exec",
      paramLabel = "CMD",
      description =
          "Run this at each change of a group, and when the ring becomes primary or is so no more; "
              + "$$EVS_GROUP, $$EVS_MEMBERS, $$EVS_MEMBER_COUNT, $$EVS_JOINED, $$EVS_LEFT and "
              + "$$EVS_PRIMARY (true, false, or empty without quorum) are set. Changes that come while "
              + "it runs are reported at once, with the newest members.")
  private String exec;

  @Option(
      names = "--until-eof",
      description = "Leave at the end of the input even with --exec or without any input.")
  private boolean untilEof;

  @Option(names = "--time", description = "Print when each event came, in UTC.")
  private boolean time;

  private final CompletableFuture<Void> inputEnd = new CompletableFuture<>();

  JoinCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Group> groups = GroupOptions.groups(names);
    Guarantee given = options.guarantee(context, guarantee);
    CommonOptions common = options.common();
    Consumer<String> remarks = text -> common.remark(context, text);
    Optional<ChangeHook> hook =
        Optional.ofNullable(exec).map(command -> new ChangeHook(command, remarks));
    EventPrinter printer =
        options.printer(
            context,
            groups,
            time,
            Optional.empty(),
            hook.<EvsListener>map(each -> each).orElse(new EvsListener() {}),
            Long.MAX_VALUE);
    try (GroupSession session = options.open(context, printer)) {
      session.join(groups);
      options.hintAtInput(context);
      readInput(session, given);
      session.awaitEnd(CompletableFuture.anyOf(printer.end(), inputEnd));
      if (!printer.end().isDone()) {
        session.flush();
      }
      return ExitCode.OK;
    } finally {
      hook.ifPresent(ChangeHook::close);
    }
  }

  private void readInput(GroupSession session, Guarantee given) {
    DaemonThreads.of("evs-input", () -> sendLines(session, given)).start();
  }

  private void sendLines(GroupSession session, Guarantee given) {
    Lines lines = new Lines(context.terminal().in());
    try {
      for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (lines.wasTooLong()) {
          options.common().remark(context, "evs: a line over 1 MiB was not sent");
        } else {
          session.handle().multicastJoined(given, line.get());
        }
      }
    } catch (IOException | EvsException e) {
      if (!ShutdownState.hasBegun()) {
        options.common().remark(context, "evs: the input is not sent any more: " + Causes.of(e));
      }
    }
    if (!staysWithoutInput()) {
      inputEnd.complete(null);
    }
  }

  /** A service has no input, and is not over for that. */
  private boolean staysWithoutInput() {
    boolean hook = exec != null && !context.terminal().inputIsTerminal();
    return !untilEof && (hook || !context.terminal().hasInput());
  }
}
