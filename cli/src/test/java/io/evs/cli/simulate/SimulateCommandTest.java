package io.evs.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import io.evs.verify.report.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimulateCommandTest {
  @TempDir Path folder;

  @Test
  void theSameSeedGivesTheSameTraces() throws IOException {
    Run first = simulate("--seed", "7", "--trace", folder.resolve("a").toString(), "--json");
    Run second = simulate("--seed", "7", "--trace", folder.resolve("b").toString(), "--json");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(contents(folder.resolve("a"))).isNotEmpty().isEqualTo(contents(folder.resolve("b")));
  }

  private static Run simulate(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "simulate";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Run().evs(all);
  }

  private static Map<String, String> contents(Path traces) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(traces)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void severalSeedsGiveOneDocument() {
    Run run = simulate("--seeds", "1..4", "--messages", "20", "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .startsWith("{\"schema\":1,\"command\":\"simulate\",\"ok\":true,\"seed\":1,\"seed_to\":4,")
        .contains("\"runs\":4,", "\"violations\":[]", "\"virtual_seconds\":")
        .containsPattern("\"digest\":\"[0-9a-f]{16}\"");
  }

  @Test
  void namesItsScenarios() {
    assertThat(simulate("--list").out()).startsWith("S1 ");
    assertThat(simulate("--scenario", "S999").exit()).isEqualTo(2);
  }

  @Test
  void optionsAreChecked() {
    assertThat(simulate("--seeds", "5..1").err()).contains("a range such as 1..1000");
    assertThat(simulate("--seed", "1", "--seeds", "1..2").err()).contains("exclude each other");
    assertThat(simulate("--loss", "2").err()).contains("probabilities must be in 0..1");
    assertThat(simulate("--payload", "9").err()).contains("FROM:TO in bytes");
    assertThat(simulate("--profile", "x").err()).contains("default, fast or lossy");
    assertThat(simulate("--until", "10").exit()).isEqualTo(2);
    assertThat(simulate("--loss", "much").exit()).isEqualTo(2);
  }

  @Test
  void aCampaignMustReachItsMarks() {
    Run calm = simulate("--swarm", "--seeds", "1..2", "--coverage");
    assertThat(calm.exit()).isEqualTo(1);
    assertThat(calm.out()).contains("ok: 2 runs", "NOT REACHED: ", "retransmission list");
    assertThat(calm.err()).containsPattern("\\d+ seeds per second, \\d+ per core on \\d+ cores");
    Run one = simulate("--messages", "5", "--coverage", "--json");
    assertThat(one.exit()).isZero();
    assertThat(one.out()).contains("\"coverage\":{", "\"gap_in_tail\":0", "\"counters\":{");
  }

  @Test
  void aFailingRunShrinksToAFileThatFailsTheSameWay() throws IOException {
    // So few steps are no failure of the ring, but a run that does not settle.
    Path file = folder.resolve("run.json");
    Files.writeString(
        file,
        "{\"options\":{\"nodes\":4,\"seed\":9,\"messages\":40,\"maxSteps\":400},\"faults\":["
            + "{\"fault\":\"Pause\",\"timeNanos\":100,\"durationNanos\":100000000,\"node\":2,"
            + "\"order\":\"REVERSED\"}]}");
    String traces = folder.resolve("traces").toString();
    Run run = simulate("--scenario", file.toString(), "--shrink", "--trace", traces);
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.err()).contains("scenario-9.json: 0 faults");
    Path small = folder.resolve("traces").resolve("scenario-9.json");
    Run again = simulate("--scenario", small.toString());
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out()).contains(": L2 (termination): process ", Property.hint());
    assertThat(simulate("--scenario", small.toString(), "--json").out())
        .contains("\"property\":\"L2\"", "\"name\":\"termination\"");
    Files.writeString(file, "{\"options\":{},\"faults\":[]}");
    assertThat(simulate("--scenario", file.toString()).exit()).isZero();
    Files.writeString(file, "{\"options\":{\"nods\":4},\"faults\":[]}");
    Run wrong = simulate("--scenario", file.toString());
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("run.json is not a scenario file: there is no field nods");
  }

  @Test
  void searchesSmallSituations() {
    Run run = simulate("--exhaustive", "merge", "--paths", "50");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("ok: two nodes merge").contains("50 courses");
    assertThat(simulate("--exhaustive", "merge", "--paths", "5", "--json").out())
        .contains("\"search\":\"merge\",\"paths\":5");
    assertThat(simulate("--exhaustive", "x").err()).contains("merge, recovery, commit");
  }
}
