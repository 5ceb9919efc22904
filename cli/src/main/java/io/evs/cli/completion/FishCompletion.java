package io.evs.cli.completion;

/** A script for fish, from 3.0 on. */
final class FishCompletion {
  private final StringBuilder out = new StringBuilder();

  private FishCompletion() {}

  static String of(CommandTree root) {
    FishCompletion script = new FishCompletion();
    script.write(root);
    return script.out.toString();
  }

  private void write(CommandTree root) {
    out.append(
        """
        # fish completion for evs, made by `evs completion fish`

        # The command as far as it is typed: the words that name commands.
        function __evs_command
            set -l command evs
            for word in (commandline -opc)[2..-1]
                if contains -- "$command $word" \\
        """);
    for (CommandTree each : root.all().subList(1, root.all().size())) {
      out.append("            ").append(quoted(each.name())).append(" \\\n");
    }
    out.append(
        """

                    set command "$command $word"
                end
            end
            echo $command
        end

        function __evs_at
            test (__evs_command) = "$argv"
        end

        # What only a running node knows; nothing if none answers in time.
        function __evs_asked
            timeout 3 evs completion --words $argv[1] 2>/dev/null </dev/null
        end

        complete -c evs -f
        """);
    root.all().forEach(this::command);
  }

  private void command(CommandTree command) {
    String at = "complete -c evs -n " + quoted("__evs_at " + command.name());
    out.append('\n');
    for (CommandTree each : command.commands()) {
      out.append(at).append(" -a ").append(each.word());
      out.append(" -d ").append(quoted(each.summary())).append('\n');
    }
    if (command.commands().isEmpty()) {
      switch (command.operands().kind()) {
        case CHOICE ->
            out.append(at)
                .append(" -a ")
                .append(quoted(String.join(" ", command.operands().choices())))
                .append('\n');
        case FILE -> out.append(at).append(" -F\n");
        case FOLDER -> out.append(at).append(" -a '(__fish_complete_directories)'\n");
        case ASKED -> out.append(at).append(" -a ").append(asked(command.operands())).append('\n');
        default -> {
          // Nothing is known of it.
        }
      }
    }
    command.options().forEach(each -> option(at, each));
  }

  private void option(String at, CommandTree.Option option) {
    out.append(at);
    for (String name : option.names()) {
      boolean isLong = name.startsWith("--");
      out.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
    }
    switch (option.value().kind()) {
      case TEXT -> out.append(" -x");
      case CHOICE ->
          out.append(" -x -a ").append(quoted(String.join(" ", option.value().choices())));
      case FILE -> out.append(" -r -F");
      case FOLDER -> out.append(" -x -a '(__fish_complete_directories)'");
      case ASKED -> out.append(" -x -a ").append(asked(option.value()));
      case ASKED_OR_FILE -> out.append(" -r -F -a ").append(asked(option.value()));
      default -> {
        // It stands alone.
      }
    }
    out.append(" -d ").append(quoted(option.summary())).append('\n');
  }

  private static String asked(CommandTree.Operand value) {
    return "'(__evs_asked " + value.choices().get(0) + ")'";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
