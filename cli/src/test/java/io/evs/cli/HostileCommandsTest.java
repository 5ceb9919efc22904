package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.completion.CommandTree;
import io.evs.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SEC-M1: every command with hostile arguments and a hostile configuration. */
@Timeout(120)
class HostileCommandsTest {
  /** In a folder in which nobody can make anything. */
  private static final String VALUE = "/proc/" + Hostile.TEXT;

  @TempDir private Path folder;

  private static List<CommandTree> commands() {
    Terminal none =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), null, null, false, false, false, Map.of());
    return leaves(CommandTree.of(new Cli(none).tree().getCommandSpec())).toList();
  }

  private static Stream<CommandTree> leaves(CommandTree tree) {
    return tree.commands().isEmpty()
        ? Stream.of(tree)
        : tree.commands().stream().flatMap(HostileCommandsTest::leaves);
  }

  private static Run run(List<String> path, Run run, String... more) {
    List<String> words = new ArrayList<>(path.subList(1, path.size()));
    words.addAll(List.of(more));
    run.on(
        config -> {
          throw new CliException(ExitCode.UNREACHABLE, config.toString(), Hostile.TEXT);
        });
    run.evs(words.toArray(String[]::new));
    Hostile.assertSafe(run.out());
    Hostile.assertSafe(run.err());
    if (words.contains("--json") && !run.err().isEmpty()) {
      Hostile.assertSafeJson(run.err());
    }
    return run;
  }

  @Test
  void everyOptionAndOperandIsQuotedPlainly() {
    for (CommandTree command : commands()) {
      if (command.path().contains("node")) {
        // It would start; its options are those of the other commands.
        continue;
      }
      for (CommandTree.Option option : command.options()) {
        if (option.value().kind() != CommandTree.Kind.NONE) {
          run(command.path(), new Run(), option.names().get(0), VALUE);
        }
      }
      run(command.path(), new Run(), VALUE, "--json");
      run(command.path(), new Run(), "--" + Hostile.TEXT, "--json");
    }
  }

  @Test
  void everyCommandQuotesItsConfigurationPlainly() throws IOException {
    Path file = folder.resolve("c\u001b[31m\u202e\n.yaml");
    List<String> contents =
        List.of(
            "node: {name: \"a\u202e\u2028b\\eq\\x9b\"}",
            "node: {\"na\\e[31m\\nme\": 1}",
            "\"\\e[31m\": 1",
            "transport: \"uni\u202ecast\"",
            "peers: [\"\\e[31m\"]",
            "@\u009b31m");
    for (CommandTree command : commands()) {
      String content = contents.get(Math.floorMod(command.hashCode(), contents.size()));
      Files.writeString(file, content);
      run(command.path(), new Run().with("EVS_CONFIG", file.toString()), "/proc/x");
    }
    for (String content : contents) {
      Files.writeString(file, content);
      Run text = run(List.of("evs", "config", "show"), new Run(), "--config", file.toString());
      assertThat(text.exit()).as(content).isEqualTo(ExitCode.USAGE);
      run(List.of("evs", "config", "show"), new Run(), "--config", file.toString(), "--json");
    }
  }

  /** What is shown is a configuration again, with the same values. */
  @Test
  void valuesAreShownWithEscapesOfYaml() throws IOException {
    Path file = folder.resolve("c\u001b[31m\u202e\n.yaml");
    Files.writeString(
        file, "node: {name: \"a\u202e\u2028\\\\ \\\"b" + Character.toString(0xe0041) + "\"}");
    String[] show = {"--config", file.toString(), "--origin"};
    Run text = run(List.of("evs", "config", "show"), new Run(), show);
    assertThat(text.exit()).as(text.err()).isZero();
    Path again = folder.resolve("again.yaml");
    Files.writeString(again, text.out());
    Run same = run(List.of("evs", "config", "show"), new Run(), "--config", again.toString());
    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(same.out()).contains("name: \"a\\u202e\\u2028\\\\ \\\"b\\U000e0041\"");
    assertThat(text.out()).contains("name: \"a\\u202e\\u2028\\\\ \\\"b\\U000e0041\"");
    run(List.of("evs", "config", "show"), new Run(), "--json", "--origin", show[0], show[1]);
  }

  /**
   * Streams are written by what cleans. Exceptions: the progress line with its own escape, scripts
   * and bytes.
   */
  @Test
  void nothingElsePrints() throws IOException {
    Pattern prints =
        Pattern.compile("(out|err)\\(\\)\\s*\\.(print|write|append|format)|System\\.(out|err)\\.p");
    List<String> allowed =
        List.of("Progress.java", "CompletionCommand.java", "DumpCommand.java", "HelpCommand.java");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      assertThat(
              sources
                  .filter(each -> each.toString().endsWith(".java"))
                  .filter(each -> !allowed.contains(each.getFileName().toString()))
                  .filter(each -> prints.matcher(read(each)).find()))
          .isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
