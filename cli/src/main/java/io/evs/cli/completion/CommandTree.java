package io.evs.cli.completion;

import io.evs.SecuritySuite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as shells need it: what may follow it.
 *
 * @param path its words, {@code evs group join}
 * @param summary one line about it
 * @param options its options
 * @param operands what its operands are
 * @param commands the commands below it
 */
public record CommandTree(
    List<String> path,
    String summary,
    List<Option> options,
    Operand operands,
    List<CommandTree> commands) {

  /** What a value is taken from. */
  public enum Kind {
    /** There is no value. */
    NONE,
    /** Anything. */
    TEXT,
    /** One of the choices. */
    CHOICE,
    /** A file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** What the command tells when it is asked, see {@link Asked}; the choice says which. */
    ASKED,
    /** The same, or a file. */
    ASKED_OR_FILE
  }

  /**
   * What stands for a value.
   *
   * @param kind where it is taken from
   * @param label what it is called
   * @param choices of a choice
   */
  public record Operand(Kind kind, String label, List<String> choices) {}

  /**
   * An option.
   *
   * @param names all its names
   * @param value its value
   * @param summary one line about it
   */
  public record Option(List<String> names, Operand value, String summary) {}

  /** Choices that the option's own type does not say, because its value is checked later. */
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          "--color", List.of("auto", "always", "never"),
          "--guarantee", List.of("agreed", "safe"),
          "--transport", List.of("unicast", "multicast"),
          "--profile", List.of("default", "fast", "lossy"),
          "--senders", List.of("one", "all"),
          "--at-half", List.of("first", "all", "none"),
          "--security", Arrays.stream(SecuritySuite.values()).map(SecuritySuite::text).toList());

  private static final Operand NOTHING = new Operand(Kind.NONE, "", List.of());

  /** The tree below a command. */
  public static CommandTree of(CommandSpec spec) {
    List<CommandTree> commands = new ArrayList<>();
    for (CommandLine each : spec.subcommands().values()) {
      if (!each.getCommandSpec().usageMessage().hidden()) {
        commands.add(of(each.getCommandSpec()));
      }
    }
    List<Option> options =
        spec.options().stream()
            .filter(each -> !each.hidden())
            .map(each -> option(each, spec.qualifiedName(" ")))
            .toList();
    Operand operands =
        spec.positionalParameters().stream()
            .findFirst()
            .map(each -> operand(each, "", spec.qualifiedName(" ")))
            .orElse(NOTHING);
    return new CommandTree(
        List.of(spec.qualifiedName(" ").split(" ")),
        summary(spec.usageMessage().header()),
        options,
        operands,
        commands);
  }

  private static Option option(OptionSpec spec, String command) {
    Operand value = spec.arity().max() == 0 ? NOTHING : operand(spec, spec.longestName(), command);
    return new Option(List.of(spec.names()), value, summary(spec.description()));
  }

  private static Operand operand(ArgSpec spec, String name, String command) {
    Optional<Asked> asked = Asked.by(command, name, spec.paramLabel());
    if (asked.isPresent()) {
      Kind kind = asked.get() == Asked.SCENARIOS ? Kind.ASKED_OR_FILE : Kind.ASKED;
      return new Operand(kind, spec.paramLabel(), List.of(asked.get().word()));
    }
    List<String> choices = new ArrayList<>();
    if (spec.completionCandidates() != null) {
      spec.completionCandidates().forEach(choices::add);
    }
    if (choices.isEmpty()) {
      choices.addAll(CHOICES.getOrDefault(name, List.of()));
    }
    String label = spec.paramLabel();
    if (!choices.isEmpty()) {
      return new Operand(Kind.CHOICE, label, List.copyOf(choices));
    }
    boolean file = label.contains("FILE") || label.contains("PATH");
    boolean folder = label.contains("DIR");
    Kind kind = file ? Kind.FILE : folder ? Kind.FOLDER : Kind.TEXT;
    return new Operand(kind, label, List.of());
  }

  /** The first sentence, as it is shown, without the full stop. */
  private static String summary(String... lines) {
    String text = lines.length == 0 ? "" : plain(lines[0]);
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text : text.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** A description as help shows it, without colour. */
  public static String plain(String text) {
    return Ansi.OFF.string(text.replace("%n", " ").replace("%%", "%")).strip();
  }

  /** Its words as one. */
  public String name() {
    return String.join(" ", path);
  }

  /** Its last word. */
  public String word() {
    return path.get(path.size() - 1);
  }

  /** This command and all below it. */
  public List<CommandTree> all() {
    List<CommandTree> all = new ArrayList<>(List.of(this));
    commands.forEach(each -> all.addAll(each.all()));
    return all;
  }
}
