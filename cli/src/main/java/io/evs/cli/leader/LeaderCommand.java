package io.evs.cli.leader;

import io.evs.Configuration;
import io.evs.EvsMember;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.base.Signals;
import io.evs.cli.command.CommandContext;
import io.evs.cli.exec.HookCommand;
import io.evs.cli.lock.LockOptions;
import io.evs.leader.Leader;
import io.evs.text.Causes;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs leader}. */
@Command(
    name = "leader",
    header = "Stand for leader of the whole ring; run a command on becoming it and on its loss.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs leader db",
      "  evs leader db --exec './role.sh \"$EVS_LEADER\" \"$EVS_FENCE\"'",
      "  evs leader db --wait-for quorum --json",
      ""
    },
    description = {
      "Of all who stand for a name one leads: who stood first, until it ends, dies or is cut off."
          + " With quorum only a primary ring has a leader.",
      "SIGHUP, SIGINT and SIGTERM resign: the command runs for the loss, and only then another"
          + " leads. The exit status is 129, 130 or 143 then, and 3 if the ring could not be reached"
          + " or the node ended: let what supervises this process start it again."
    })
public final class LeaderCommand implements Callable<Integer> {
  private static final int SIGNAL = 128;
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private final CommandContext context;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  @Mixin private LockOptions options;

  @Parameters(paramLabel = "NAME", description = "What to lead, 1 to 57 bytes.")
  private String name;

  @Option(
      names = "--exec",
      paramLabel = "CMD",
      description =
          "Run this with $$EVS_LEADER=1 when this process leads, and with 0 when it does no more;"
              + " $$EVS_LEADER_NAME is set, and $$EVS_FENCE to a number that only grows: what the"
              + " leader writes to should refuse a lesser one than it has seen.")
  private String exec;

  LeaderCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Options.require(
        Leader.isName(name), "NAME", name, "1 to 57 bytes of UTF-8 without control characters");
    Optional<LeaderHook> hook =
        Optional.ofNullable(exec)
            .map(command -> new HookCommand(command, this::remark, HookCommand.REMARK_AFTER))
            .map(command -> new LeaderHook(command, name));
    LeaderEvents events = new LeaderEvents(context, name, options.common().json(), hook, end);
    try (EvsMember member = options.connect(context)) {
      sayWhoLeads(member);
      // The leadership must outlive the command: signals are waited for, and end that first.
      Signals.handle("HUP", () -> end.complete(SIGNAL + SIGHUP));
      Signals.handle("INT", () -> end.complete(SIGNAL + SIGINT));
      Signals.handle("TERM", () -> end.complete(SIGNAL + SIGTERM));
      QuorumRemarks quorum = new QuorumRemarks(member, this::remark);
      Leader leader = Leader.stand(member, name, events);
      try (quorum;
          leader) {
        return await(hook);
      }
    }
  }

  private int await(Optional<LeaderHook> hook) {
    try {
      try {
        return end.get();
      } finally {
        if (hook.isPresent()) {
          hook.get().finish();
        }
      }
    } catch (ExecutionException failed) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "nobody stands for leader here any more: " + Causes.of(failed),
          "",
          failed.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "interrupted", "", stop);
    }
  }

  private void remark(String text) {
    options.common().remark(context, text);
  }

  private void sayWhoLeads(EvsMember member) {
    if (member.configuration().flatMap(Configuration::primary).isEmpty()) {
      remark("evs: no quorum is configured: if the ring is cut in two, each part has a leader");
    }
  }
}
