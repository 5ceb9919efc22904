package io.evs.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.help.HelpTexts;
import io.evs.cli.terminal.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {
  private static final Map<String, String> TEXTS = HelpTexts.all();

  @TestFactory
  List<DynamicTest> everyLevelHasHelpThatBeginsWithExamples() {
    List<DynamicTest> tests = new ArrayList<>();
    collect(root(), new String[0], tests);
    assertThat(tests).hasSizeGreaterThan(10);
    return tests;
  }

  private static CommandLine root() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(), nowhere, nowhere, false, false, false, Map.of());
    return new Cli(terminal).tree();
  }

  /** NEW-B14: "help is not a command; did you mean shell?" */
  @Test
  void helpIsACommandToo() {
    assertThat(new Run().evs("help").out()).isEqualTo(new Run().evs("--help").out());
    assertThat(new Run().evs("help", "group", "listen").out())
        .isEqualTo(new Run().evs("group", "listen", "--help").out());
    Run unknown = new Run().evs("help", "group", "lisen");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("lisen is not a command; did you mean listen?");
  }

  /** NEW-B14. */
  @Test
  void versionIsACommandToo() {
    assertThat(new Run().evs("version").out()).isEqualTo(new Run().evs("--version").out());
    assertThat(new Run().evs("version", "--json").out())
        .startsWith("{\"schema\":1,\"command\":\"version\",\"version\":\"");
  }

  @Test
  void theTopLevelShowsEveryCommandAsItDescribesItself() {
    String help = new Run().evs("--help").out();
    root()
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(help)
                    .containsPattern(
                        "(?m)^  "
                            + name
                            + " +"
                            + command.getCommandSpec().usageMessage().header()[0]));
  }

  private static void collect(CommandLine command, String[] path, List<DynamicTest> tests) {
    String name = command.getCommandSpec().qualifiedName();
    tests.add(DynamicTest.dynamicTest(name, () -> check(path)));
    command.getSubcommands().forEach((sub, line) -> collect(line, append(path, sub), tests));
  }

  private static void check(String[] path) {
    Run run = new Run().evs(append(path, "--help"));
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    // What the launcher prints without Java is word for word the same.
    String file = Stream.concat(Stream.of("evs"), Arrays.stream(path)).collect(joining("."));
    assertThat(TEXTS.get(file + ".100")).isEqualTo(run.out());
    assertThat(TEXTS.get(file + ".80").lines()).allMatch(line -> line.length() <= 80);
    int examples = run.out().indexOf("Examples:");
    assertThat(examples).isPositive().isLessThan(run.out().indexOf("Usage:"));
  }

  private static String[] append(String[] path, String last) {
    String[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = last;
    return longer;
  }
}
