package io.evs.cli;

import io.evs.EvsException;
import io.evs.cli.base.CliException;
import io.evs.cli.base.DidYouMean;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.ShutdownState;
import io.evs.cli.command.ErrorLines;
import io.evs.cli.terminal.Terminal;
import io.evs.cli.terminal.Text;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one sentence on standard error and an exit status. */
final class Errors {
  private final Terminal terminal;
  private final boolean json;
  private final boolean causes;

  Errors(Terminal terminal, boolean json, boolean causes) {
    this.terminal = terminal;
    this.json = json;
    this.causes = causes;
  }

  /** Reports and returns the exit status. */
  int report(Throwable problem) {
    CliException error = translate(problem);
    if (isEnding()) {
      // A signal: the member has been closed on purpose, and whoever waited for it is told so.
      return error.exit();
    }
    terminal.out().flush();
    if (ShutdownState.hasBegun()) {
      return error.exit();
    }
    PrintStream err = terminal.err();
    ErrorLines.print(err, error, json);
    if (causes) {
      chain(err, error.getCause());
    }
    return error.exit();
  }

  /** Whether the process is being ended; there is no other way to ask. */
  private static boolean isEnding() {
    Thread probe = new Thread(() -> {}, "evs-probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static void chain(PrintStream err, Throwable first) {
    int depth = 0;
    for (Throwable cause = first; cause != null && depth < 10; cause = cause.getCause()) {
      StackTraceElement[] trace = cause.getStackTrace();
      String at = trace.length == 0 ? "" : " (" + ErrorLines.oneLine(trace[0].toString()) + ")";
      Text.println(err, "     caused by: " + ErrorLines.oneLine(String.valueOf(cause)) + at);
      depth++;
    }
  }

  private static CliException translate(Throwable problem) {
    if (problem instanceof CliException known) {
      return known;
    }
    if (problem instanceof ParameterException wrong) {
      return usage(wrong);
    }
    if (problem instanceof EvsException evs) {
      int exit = isLostConnection(evs) ? ExitCode.UNREACHABLE : exitOf(evs.code());
      return new CliException(exit, evs.getMessage(), "", evs);
    }
    if (problem instanceof UncheckedIOException failed) {
      // Traces, of rings that run or are simulated: a full disk is no fault of evs.
      boolean saysMore = !String.valueOf(failed.getCause()).equals(failed.getMessage());
      String what = saysMore ? failed.getMessage() + ": " : "";
      return new CliException(ExitCode.NOT_WRITTEN, what + Causes.of(failed), "", failed);
    }
    String what = problem.getMessage() == null ? "" : ": " + problem.getMessage();
    return new CliException(
        ExitCode.INTERNAL,
        "internal fault, " + problem.getClass().getSimpleName() + what,
        "this is a bug in evs; --verbose shows the cause",
        problem);
  }

  /** A daemon that is gone is no fault of this process. */
  private static boolean isLostConnection(Throwable problem) {
    Throwable cause = problem;
    while (cause != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    return cause != null
        && problem instanceof EvsException evs
        && evs.code() == EvsException.Code.LIBRARY;
  }

  private static int exitOf(EvsException.Code code) {
    return switch (code) {
      case INVALID_PARAM, NOT_EXIST, TOO_MANY_GROUPS, NOT_SUPPORTED -> ExitCode.USAGE;
      case TIMEOUT, TRY_AGAIN, NO_RESOURCES, IN_SHUTDOWN -> ExitCode.UNREACHABLE;
      case ACCESS, SECURITY -> ExitCode.DENIED;
      case LIBRARY, BAD_HANDLE -> ExitCode.INTERNAL;
    };
  }

  private static CliException usage(ParameterException wrong) {
    if (wrong.getCause() instanceof CliException known) {
      return known;
    }
    CommandLine line = wrong.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, line, name);
    }
    // The library's words are those of programmers.
    String message =
        wrong.getMessage().replaceFirst("is not an? (int|long)$", "is not a whole number");
    message = message.replaceFirst("is not a double$", "is not a number");
    String lower = message.substring(0, 1).toLowerCase(Locale.ROOT);
    return new CliException(
        ExitCode.USAGE, lower + message.substring(1), "see " + name + " --help", wrong);
  }

  private static CliException unmatched(
      UnmatchedArgumentException unmatched, CommandLine line, String name) {
    String first = unmatched.getUnmatched().get(0);
    boolean option = first.startsWith("-");
    List<String> known =
        option
            ? List.copyOf(line.getCommandSpec().optionsMap().keySet())
            : Cli.names(line.getCommandSpec());
    String what =
        option
            ? "unknown option " + first
            : known.isEmpty() ? "unexpected argument " + first : first + " is not a command";
    if (!option && known.isEmpty() && takesWords(line.getParent())) {
      return isSubcommand(what, line, unmatched);
    }
    String bare = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
    String meant =
        DidYouMean.to(bare, known).map(near -> "; did you mean " + near + "?").orElse("");
    return new CliException(ExitCode.USAGE, what + meant, "see " + name + " --help", unmatched);
  }

  private static boolean takesWords(CommandLine command) {
    return command != null && !command.getCommandSpec().positionalParameters().isEmpty();
  }

  /** As in {@code evs lock list -- true}, where list was to be the name of a lock. */
  private static CliException isSubcommand(
      String what, CommandLine line, UnmatchedArgumentException cause) {
    String above = line.getParent().getCommandSpec().qualifiedName();
    String word = line.getCommandName();
    return new CliException(
        ExitCode.USAGE,
        what + "; " + word + " is a subcommand of " + above,
        above + " -- " + word + " ... takes " + word + " for a word of yours",
        cause);
  }
}
