package io.evs.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Help and documentation of the verbs. */
final class HelpText {
  private static final int COLUMNS = 27;

  private HelpText() {}

  static void run(ShellSession session, Arguments arguments) {
    Optional<String> name = arguments.operand(0);
    List<String> lines = name.isPresent() ? of(VerbTable.get(name.get())) : all();
    lines.forEach(session::line);
  }

  /** A line for each verb. */
  static List<String> all() {
    List<String> lines = new ArrayList<>();
    for (Verb verb : VerbTable.ALL) {
      String usage = (verb.name() + " " + verb.operands()).strip();
      lines.add(String.format("  %-" + COLUMNS + "s %s", usage, verb.summary()));
    }
    lines.add("help VERB says more.");
    return lines;
  }

  /** Everything about one. */
  static List<String> of(Verb verb) {
    List<String> lines = new ArrayList<>();
    lines.add(verb.usage());
    lines.add("  " + verb.summary() + ".");
    for (Verb.VerbOption option : verb.options()) {
      lines.add(String.format("  %-" + COLUMNS + "s %s", name(option), option.help()));
    }
    verb.details().forEach(detail -> lines.add("  " + detail));
    return lines;
  }

  private static String name(Verb.VerbOption option) {
    return (option.name() + " " + option.value()).strip();
  }

  /** The table for the documentation. */
  static String markdown() {
    StringBuilder text = new StringBuilder("| verb | does |\n|---|---|\n");
    for (Verb verb : VerbTable.ALL) {
      text.append("| `").append(verb.usage()).append("` | ").append(verb.summary());
      verb.options()
          .forEach(
              option ->
                  text.append("; `").append(option.name()).append("`: ").append(option.help()));
      text.append(" |\n");
    }
    return text.toString();
  }
}
