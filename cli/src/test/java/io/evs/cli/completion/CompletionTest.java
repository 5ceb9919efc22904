package io.evs.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Generated;
import io.evs.cli.Programs;
import io.evs.cli.Run;
import io.evs.cli.Trees;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts load in their shells and offer what fits. */
@Timeout(120)
class CompletionTest {
  private static final String BASH_QUESTION =
      """
      source "$1"
      COMP_LINE=$2
      read -ra COMP_WORDS <<<"${COMP_LINE//=/ = }"
      [[ $COMP_LINE == *[[:space:]] ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _evs
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  /** What is typed, and what a shell must offer, exactly. */
  private static final Map<String, List<String>> QUESTIONS =
      Map.of(
          "evs gr", List.of("group"),
          "evs group l", List.of("listen", "list"),
          "evs bench --secu", List.of("--security"),
          "evs bench --security a", List.of("aes-256-gcm"),
          "evs bench --security=a", List.of("aes-256-gcm"),
          "evs group join --color a", List.of("auto", "always"),
          "evs group join --guar", List.of("--guarantee"),
          "evs group join ch", List.of("chat"),
          "evs key use 4", List.of("48af9c85"),
          "evs completion ", List.of("bash", "zsh", "fish"));

  /** NEW-B20: completion knew neither groups nor key ids. What it asks for them. */
  private static final String ASKED =
      """
      #!/bin/sh
      case "$*" in
        'completion --words groups') printf 'chat\nnews\n' ;;
        'completion --words keys') printf '48af9c85\n78003dbf\n' ;;
        *) echo "asked for $*" >&2; exit 1 ;;
      esac
      """;

  @TempDir private Path folder;

  private interface Shell {
    List<String> command(Path script, String typed) throws Exception;
  }

  private void check(String name, Shell shell) throws Exception {
    Programs.need(name);
    Path script = folder.resolve("evs." + name);
    Files.writeString(script, CompletionCommand.script(name, Trees.tree()));
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Path evs = Files.writeString(programs.resolve("evs"), ASKED);
    assertThat(evs.toFile().setExecutable(true)).isTrue();
    List<String> where = List.of("env", "PATH=" + programs + ":" + System.getenv("PATH"));
    for (Map.Entry<String, List<String>> each : QUESTIONS.entrySet()) {
      List<String> command = new ArrayList<>(where);
      command.addAll(shell.command(script, each.getKey()));
      Programs.Said said = Programs.run(folder, command);
      assertThat(said.err()).as(each.getKey()).isEmpty();
      List<String> offered =
          said.out().lines().map(line -> line.split("\t")[0].strip()).map(this::value).toList();
      assertThat(new TreeSet<>(offered))
          .as(name + ": " + each.getKey())
          .isEqualTo(new TreeSet<>(each.getValue()));
    }
  }

  /** fish offers a value behind = together with the option's name. */
  private String value(String offer) {
    return offer.substring(offer.indexOf('=') + 1);
  }

  private Path resource(String name) throws Exception {
    Path copy = folder.resolve(name);
    try (InputStream in = CompletionTest.class.getResourceAsStream(name)) {
      Files.write(copy, in.readAllBytes());
    }
    return copy;
  }

  @Test
  void bash() throws Exception {
    check(
        "bash",
        (script, typed) ->
            List.of("bash", "--norc", "-c", BASH_QUESTION, "bash", script.toString(), typed));
  }

  @Test
  void zsh() throws Exception {
    Path outer = resource("complete.zsh");
    Path inner = resource("inner.zsh");
    check(
        "zsh",
        (script, typed) ->
            List.of("zsh", "-f", outer.toString(), script.toString(), typed, inner.toString()));
  }

  @Test
  void fish() throws Exception {
    check(
        "fish",
        (script, typed) ->
            List.of(
                "fish",
                "--no-config",
                "-c",
                "source " + script + "; complete -C \"" + typed + "\""));
  }

  @Test
  void theKeptScriptsAreThoseOfTheCommandsThereAre() throws Exception {
    CommandTree tree = Trees.tree();
    Generated.check(
        "completions",
        Map.of(
            "evs.bash", CompletionCommand.script("bash", tree),
            "_evs", CompletionCommand.script("zsh", tree),
            "evs.fish", CompletionCommand.script("fish", tree)));
  }

  @Test
  void theCommandPrintsTheSame() {
    Run run = new Run().evs("completion", "fish");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(CompletionCommand.script("fish", Trees.tree()));
    assertThat(new Run().evs("completion", "tcsh").exit()).isEqualTo(2);
    assertThat(new Run().evs("completion", "tcsh").err()).contains("use bash, zsh or fish");
  }

  /** NEW-B20: and without a node it offers nothing, and says nothing. */
  @Test
  void wordsThatNobodyTellsAreNone() {
    Run none = new Run().evs("completion", "--words", "groups");
    assertThat(none.exit()).isZero();
    assertThat(none.out() + none.err()).isEmpty();
    assertThat(new Run().evs("completion", "--words", "scenarios").out()).startsWith("S1\n");
    assertThat(new Run().evs("completion", "--words", "nonsense").exit()).isZero();
    assertThat(new Run().evs("completion").err()).contains("use bash, zsh or fish");
  }

  /** Options that every command has must not be forgotten in any shell. */
  @Test
  void everyOptionOfEveryCommandIsInEveryScript() {
    CommandTree tree = Trees.tree();
    List<String> names = new ArrayList<>();
    tree.all().forEach(each -> each.options().forEach(option -> names.addAll(option.names())));
    assertThat(names).hasSizeGreaterThan(100);
    for (String shell : Arrays.asList("bash", "zsh", "fish")) {
      String script = CompletionCommand.script(shell, tree);
      assertThat(names)
          .filteredOn(name -> name.startsWith("--"))
          .allMatch(name -> script.contains(name.substring(2)));
    }
  }
}
