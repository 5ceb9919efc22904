package io.evs.shell;

import java.util.List;
import java.util.Optional;

/**
 * One line of the verb table.
 *
 * @param name what is typed
 * @param operands what follows it, as shown in help
 * @param summary one line
 * @param details more lines; examples last
 * @param options its options
 * @param completes what completes its operands, one after the other; the last for all that follow
 * @param least operands that it needs
 * @param most operands that it takes
 * @param action what it does
 */
record Verb(
    String name,
    String operands,
    String summary,
    List<String> details,
    List<VerbOption> options,
    List<Completes> completes,
    int least,
    int most,
    Action action) {

  /** What a word can be completed from. */
  enum Completes {
    NOTHING,
    VERBS,
    GROUPS,
    GROUP_LIST,
    JOINED_GROUPS,
    MEMBERS,
    COUNTERS,
    GUARANTEES
  }

  /**
   * An option.
   *
   * @param name with its dashes
   * @param value name of its value; empty if it takes none
   * @param completes what completes the value
   * @param help one line
   */
  record VerbOption(String name, String value, Completes completes, String help) {
    static VerbOption flag(String name, String help) {
      return new VerbOption(name, "", Completes.NOTHING, help);
    }

    static VerbOption value(String name, String value, String help) {
      return new VerbOption(name, value, Completes.NOTHING, help);
    }
  }

  /** Does it. */
  @FunctionalInterface
  interface Action {
    void run(ShellSession session, Arguments arguments) throws InterruptedException;
  }

  Optional<VerbOption> option(String word) {
    return options.stream().filter(option -> option.name().equals(word)).findFirst();
  }

  /** Name and operands. */
  String usage() {
    StringBuilder usage = new StringBuilder(name);
    for (VerbOption option : options) {
      String value = option.value().isEmpty() ? "" : " " + option.value();
      usage.append(" [").append(option.name()).append(value).append(']');
    }
    return operands.isEmpty() ? usage.toString() : usage.append(' ').append(operands).toString();
  }
}
