package io.evs.cli.help;

import io.evs.cli.Cli;
import io.evs.cli.base.Version;
import io.evs.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes what {@code --help} prints for each command, and the version, into files: the launcher
 * runs this once for each build. A file's name is the command's words with dots between them, and
 * the width in columns; behind that {@code .color} for terminals.
 */
public final class HelpTexts {
  /** What is not a terminal gets the wider one. */
  private static final List<Integer> WIDTHS = List.of(80, 100);

  private HelpTexts() {}

  /** Writes all texts into the folder that is named. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, String> text : all().entrySet()) {
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
    }
  }

  /** All texts by the names of their files. */
  public static Map<String, String> all() {
    Map<String, String> texts = new TreeMap<>();
    CommandLine tree = new Cli(Terminal.system()).tree();
    for (int width : WIDTHS) {
      tree.setUsageHelpWidth(width);
      add(tree, "evs", "." + width, texts);
    }
    texts.put("version", Version.text() + "\n");
    return texts;
  }

  private static void add(CommandLine at, String name, String kind, Map<String, String> texts) {
    texts.put(name + kind, at.getUsageMessage(Ansi.OFF));
    texts.put(name + kind + ".color", at.getUsageMessage(Ansi.ON));
    at.getSubcommands().forEach((word, command) -> add(command, name + "." + word, kind, texts));
  }
}
