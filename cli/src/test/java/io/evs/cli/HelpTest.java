package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {
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
    int examples = run.out().indexOf("Examples:");
    assertThat(examples).isPositive().isLessThan(run.out().indexOf("Usage:"));
  }

  private static String[] append(String[] path, String last) {
    String[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = last;
    return longer;
  }
}
