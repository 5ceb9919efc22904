package io.evs.shell;

import io.evs.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a line behind its verb, sorted into options and operands. */
final class Arguments {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

  private final Verb verb;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments(Verb verb) {
    this.verb = verb;
  }

  /** Sorts the words; options come before the first operand, or before {@code --}. */
  static Arguments of(Verb verb, List<String> words) {
    Arguments arguments = new Arguments(verb);
    int i = 0;
    while (i < words.size() && words.get(i).startsWith("--")) {
      String word = words.get(i++);
      if (word.equals("--")) {
        break;
      }
      Optional<Verb.VerbOption> option = verb.option(word);
      if (option.isEmpty()) {
        throw ShellException.usage("unknown option " + word + "; see help " + verb.name());
      }
      if (option.get().value().isEmpty()) {
        arguments.options.put(word, "");
      } else if (i < words.size()) {
        arguments.options.put(word, words.get(i++));
      } else {
        throw ShellException.usage("option " + word + " needs a value; see help " + verb.name());
      }
    }
    arguments.operands.addAll(words.subList(i, words.size()));
    int count = arguments.operands.size();
    if (count < verb.least() || count > verb.most()) {
      String what = count < verb.least() ? "too few words" : "too many words";
      throw ShellException.usage(what + "; usage: " + verb.usage());
    }
    return arguments;
  }

  List<String> operands() {
    return operands;
  }

  Optional<String> operand(int index) {
    return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }

  /** A whole number within bounds. */
  long number(String option, long otherwise, long least, long most) {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(option, text.get(), "a whole number from " + least + " to " + most);
    }
    throw wrong(option, text.get(), "from " + least + " to " + most);
  }

  /** A duration above zero. */
  Duration duration(String option, Duration otherwise) {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher form = DURATION.matcher(text.get());
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw wrong(option, text.get(), "a duration such as 250ms, 2s or 1m");
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }

  ShellException wrong(String option, String value, String allowed) {
    return ShellException.usage(
        "option " + option + ": \"" + value + "\" is not allowed; it must be " + allowed);
  }

  /** All operands as groups. */
  List<Group> groups() {
    return operands.stream().map(Group::new).toList();
  }

  /** The first operand as groups, separated by commas. */
  List<Group> groupList() {
    return Arrays.stream(operands.get(0).split(",")).map(Group::new).toList();
  }

  Verb verb() {
    return verb;
  }
}
