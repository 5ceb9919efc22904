package io.evs.cli.completion;

import java.util.List;
import java.util.stream.Collectors;

/** A script for bash, from 4.0 on, that needs no other package. */
final class BashCompletion {
  private final StringBuilder out = new StringBuilder();

  private BashCompletion() {}

  static String of(CommandTree root) {
    BashCompletion script = new BashCompletion();
    script.write(root);
    return script.out.toString();
  }

  private void write(CommandTree root) {
    out.append(
        """
        # bash completion for evs, made by `evs completion bash`

        _evs_files() {
          compopt -o filenames 2>/dev/null
          mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
        }

        _evs_words() {
          mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
        }

        # What only a running node knows; nothing if none answers in time.
        _evs_asked() {
          local word
          COMPREPLY=()
          while IFS= read -r word; do
            [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
          done < <(timeout 3 "${COMP_WORDS[0]}" completion --words "$1" 2>/dev/null </dev/null)
        }

        _evs_asked_or_files() {
          _evs_asked "$1"
          compopt -o filenames 2>/dev/null
          mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
        }

        _evs() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=evs i
          COMPREPLY=()
          # bash takes --name=value for three words.
          if [[ $cur == = ]]; then
            cur=
          elif [[ $prev == = ]]; then
            prev=${COMP_WORDS[COMP_CWORD-2]}
          fi
          for ((i = 1; i < COMP_CWORD; i++)); do
            case "$command ${COMP_WORDS[i]}" in
        """);
    List<CommandTree> below = root.all().subList(1, root.all().size());
    String names =
        below.stream()
            .map(each -> quoted(each.name()))
            .collect(Collectors.joining(" | \\\n        "));
    out.append("      ").append(names).append(")\n");
    out.append(
        """
                command="$command ${COMP_WORDS[i]}" ;;
            esac
          done
          case "$command $prev" in
        """);
    root.all().forEach(each -> each.options().forEach(option -> values(each, option)));
    out.append("  esac\n  case $command in\n");
    root.all().forEach(this::command);
    out.append("  esac\n}\n\ncomplete -F _evs evs\n");
  }

  private void values(CommandTree command, CommandTree.Option option) {
    String action = action(option.value());
    if (action.isEmpty()) {
      return;
    }
    String patterns =
        option.names().stream()
            .map(name -> quoted(command.name() + " " + name))
            .collect(Collectors.joining(" | "));
    out.append("    ").append(patterns).append(") ").append(action).append("; return ;;\n");
  }

  private static String action(CommandTree.Operand value) {
    return switch (value.kind()) {
      case NONE -> "";
      case TEXT -> ":";
      case CHOICE -> "_evs_words " + quoted(String.join(" ", value.choices()));
      case FILE -> "_evs_files -f";
      case FOLDER -> "_evs_files -d";
      case ASKED -> "_evs_asked " + value.choices().get(0);
      case ASKED_OR_FILE -> "_evs_asked_or_files " + value.choices().get(0);
    };
  }

  private void command(CommandTree command) {
    String options =
        command.options().stream()
            .flatMap(each -> each.names().stream())
            .collect(Collectors.joining(" "));
    String words =
        command.commands().stream().map(CommandTree::word).collect(Collectors.joining(" "));
    String operands = words.isEmpty() ? action(command.operands()) : "_evs_words " + quoted(words);
    out.append("    ").append(quoted(command.name())).append(")\n");
    out.append("      if [[ $cur == -* ]]; then\n        _evs_words ").append(quoted(options));
    if (!operands.isEmpty() && !operands.equals(":")) {
      out.append("\n      else\n        ").append(operands);
    }
    out.append("\n      fi ;;\n");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
