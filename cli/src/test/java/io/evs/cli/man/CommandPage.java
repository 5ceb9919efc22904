package io.evs.cli.man;

import io.evs.cli.completion.CommandTree;
import io.evs.console.Console;
import io.evs.shell.InteractiveShell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, from what its help shows. */
final class CommandPage {
  private final CommandSpec spec;
  private final Roff roff;

  private CommandPage(CommandSpec spec) {
    this.spec = spec;
    String summary = sentence(spec.usageMessage().header());
    String first = summary.substring(0, 1).toLowerCase(java.util.Locale.ROOT);
    this.roff = new Roff(name(spec), 1, first + summary.substring(1));
  }

  /** The name of its page. */
  static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  static String of(CommandSpec spec) {
    CommandPage page = new CommandPage(spec);
    page.synopsis();
    page.description();
    page.commands();
    page.operands();
    page.options();
    page.inside();
    page.examples();
    page.end();
    return page.roff.page();
  }

  private static String sentence(String... lines) {
    String text = Arrays.stream(lines).map(CommandTree::plain).collect(Collectors.joining(" "));
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private void synopsis() {
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName(" ")));
    for (OptionSpec each : spec.options()) {
      if (each.required() && !each.hidden()) {
        words.add(each.longestName() + "=" + each.paramLabel());
      }
    }
    words.add("[OPTIONS]");
    if (!spec.subcommands().isEmpty()) {
      words.add("COMMAND");
    }
    for (PositionalParamSpec each : spec.positionalParameters()) {
      String label = each.paramLabel() + (each.arity().max() > 1 ? "..." : "");
      words.add(each.arity().min() == 0 ? "[" + label + "]" : label);
    }
    roff.synopsis(List.of(String.join(" ", words)));
  }

  private void description() {
    roff.section("description");
    roff.paragraph(words(spec.usageMessage().header()));
    if (spec.usageMessage().description().length > 0) {
      roff.paragraph(words(spec.usageMessage().description()));
    }
  }

  /** Descriptions are not written in marks: stars and underscores in them are themselves. */
  private static String words(String... lines) {
    String text = Arrays.stream(lines).map(CommandTree::plain).collect(Collectors.joining(" "));
    return text.replace("*", "\u0001").replace("_", "\u0002");
  }

  private void commands() {
    List<CommandLine> below =
        spec.subcommands().values().stream()
            .filter(each -> !each.getCommandSpec().usageMessage().hidden())
            .toList();
    if (!below.isEmpty()) {
      roff.section("commands");
      for (CommandLine each : below) {
        CommandSpec command = each.getCommandSpec();
        roff.bold(name(command) + "(1)", words(command.usageMessage().header()));
      }
    }
  }

  private void operands() {
    if (!spec.positionalParameters().isEmpty()) {
      roff.section("operands");
      spec.positionalParameters()
          .forEach(each -> roff.bold(each.paramLabel(), words(each.description())));
    }
  }

  private void options() {
    List<OptionSpec> options =
        spec.options().stream()
            .filter(each -> !each.hidden())
            .sorted(Comparator.comparing(CommandPage::plainName, String::compareToIgnoreCase))
            .toList();
    if (!options.isEmpty()) {
      roff.section("options");
      options.forEach(each -> roff.bold(names(each), words(each.description())));
    }
  }

  /** NEW-C: what picocli sorts the options of its help by. */
  private static String plainName(OptionSpec option) {
    return option.shortestName().replaceFirst("^-+", "");
  }

  private static String names(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : value(option);
    return String.join(", ", option.names()) + value;
  }

  private static String value(ArgSpec option) {
    return "=" + option.paramLabel();
  }

  /** What a program with a screen or a prompt of its own understands there. */
  private void inside() {
    if (spec.name().equals("shell")) {
      roff.section("verbs").literal(InteractiveShell.verbs());
    } else if (spec.name().equals("console")) {
      roff.section("keys").literal(Console.keys());
    }
  }

  private void examples() {
    List<String> lines =
        Arrays.stream(spec.usageMessage().footer())
            .map(each -> CommandLine.Help.Ansi.OFF.string(each.replace("%%", "%")))
            .map(each -> each.startsWith("  ") ? each.substring(2) : each)
            .filter(each -> !each.isBlank())
            .toList();
    if (!lines.isEmpty()) {
      roff.section("examples").literal(lines);
    }
  }

  private void end() {
    roff.section("exit status");
    spec.root()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> roff.bold(code, words(meaning)));
    roff.section("see also");
    List<String> others = new ArrayList<>();
    if (spec.parent() != null) {
      others.add(name(spec.parent()) + "(1)");
    }
    others.add("evs.yaml(5)");
    others.add("evs(7)");
    roff.paragraph(String.join(", ", others));
  }

  /** What {@link #words} has put in the place of marks. */
  static String unmarked(String page) {
    return page.replace('\u0001', '*').replace('\u0002', '_');
  }
}
