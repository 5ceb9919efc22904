package io.evs.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A script for zsh, to be put into a folder of fpath as {@code _evs}, or to be sourced. */
final class ZshCompletion {
  private final StringBuilder out = new StringBuilder();

  private ZshCompletion() {}

  static String of(CommandTree root) {
    ZshCompletion script = new ZshCompletion();
    script.out.append("#compdef evs\n# zsh completion for evs, made by `evs completion zsh`\n");
    script.out.append(
        """

        # What only a running node knows; nothing if none answers in time.
        _evs_asked() {
          local -a asked
          asked=(${(f)"$(timeout 3 evs completion --words $1 2>/dev/null </dev/null)"})
          compadd -a asked
        }

        _evs_asked_or_files() {
          _evs_asked $1
          _files
        }
        """);
    root.all().forEach(script::function);
    script.out.append(
        """

        if [[ $funcstack[1] == _evs ]]; then
          _evs "$@"
        elif (( $+functions[compdef] )); then
          compdef _evs evs
        fi
        """);
    return script.out.toString();
  }

  private void function(CommandTree command) {
    List<String> arguments = new ArrayList<>();
    command.options().forEach(each -> arguments.add(option(each)));
    boolean branches = !command.commands().isEmpty();
    if (branches) {
      arguments.add("'1: :->command'");
      arguments.add("'*:: :->rest'");
    } else if (command.operands().kind() != CommandTree.Kind.NONE) {
      arguments.add("'*:" + operand(command.operands()) + "'");
    }
    out.append('\n').append(functionName(command)).append("() {\n");
    if (branches) {
      out.append("  local curcontext=$curcontext state line\n");
    }
    out.append("  _arguments ").append(branches ? "-C " : "").append("-s -S \\\n    ");
    out.append(String.join(" \\\n    ", arguments)).append('\n');
    if (branches) {
      branch(command);
    }
    out.append("}\n");
  }

  private void branch(CommandTree command) {
    out.append("  case $state in\n    command)\n      local -a commands=(\n");
    for (CommandTree each : command.commands()) {
      String entry = each.word() + ":" + each.summary();
      out.append("        ").append(quoted(entry)).append('\n');
    }
    out.append("      )\n      _describe -t commands command commands ;;\n");
    out.append("    rest)\n      case $line[1] in\n");
    for (CommandTree each : command.commands()) {
      out.append("        ").append(each.word()).append(") ");
      out.append(functionName(each)).append(" ;;\n");
    }
    out.append("      esac ;;\n  esac\n");
  }

  private static String functionName(CommandTree command) {
    return "_" + String.join("_", command.path());
  }

  private static String option(CommandTree.Option option) {
    String text = "[" + escaped(option.summary()) + "]";
    boolean takes = option.value().kind() != CommandTree.Kind.NONE;
    String value = takes ? ":" + operand(option.value()) : "";
    if (option.names().size() == 1) {
      String name = option.names().get(0);
      return "'" + name + (takes && name.startsWith("--") ? "=" : "") + text + value + "'";
    }
    String names =
        option.names().stream()
            .map(name -> name + (takes && name.startsWith("--") ? "=" : ""))
            .collect(Collectors.joining(","));
    String others = "(" + String.join(" ", option.names()) + ")";
    return "'" + others + "'{" + names + "}'" + text + value + "'";
  }

  private static String operand(CommandTree.Operand operand) {
    String label = escaped(operand.label()).replace("|", " or ");
    return switch (operand.kind()) {
      case NONE, TEXT -> label + ":";
      case CHOICE -> label + ":(" + String.join(" ", operand.choices()) + ")";
      case FILE -> label + ":_files";
      case FOLDER -> label + ":_files -/";
      case ASKED -> label + ": _evs_asked " + operand.choices().get(0);
      case ASKED_OR_FILE -> label + ": _evs_asked_or_files " + operand.choices().get(0);
    };
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace(":", "\\:")
        .replace("'", "'\\''");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
