package io.evs.cli.group;

import io.evs.Group;
import io.evs.cli.Cli;
import io.evs.cli.CliException;
import io.evs.cli.CommonOptions;
import io.evs.cli.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      "  evs group listen chat --count 10 --json",
      "  evs group listen chat --format '%%s %%p\\n'",
      ""
    })
final class ListenCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private GroupOptions options;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Groups.")
  private List<String> names;

  @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
  private Long count;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Print only messages, in this form: " + MessageFormat.HELP + ".")
  private String format;

  ListenCommand(Cli cli) {
    this.cli = cli;
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
    EventPrinter printer =
        new EventPrinter(
            cli.terminal().out(),
            common.json(),
            new EventText(common.colored(cli.terminal()), groups.size() > 1),
            Optional.ofNullable(format)
                .map(form -> new MessageFormat(form, cli.terminal().outputIsTerminal())),
            change -> {},
            count == null ? Long.MAX_VALUE : count);
    try (GroupSession session = options.open(cli, printer)) {
      session.handle().join(groups);
      session.awaitEnd(printer.end());
      return ExitCode.OK;
    }
  }
}
