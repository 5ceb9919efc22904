package io.evs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code evs verify DIR} on folders as they look after accidents. */
@Timeout(60)
class VerifyTracesTest {
  @TempDir Path folder;
  private Path traces;

  @BeforeEach
  void record() {
    traces = folder.resolve("traces");
    List<String> arguments = new ArrayList<>(List.of("simulate", "--seed", "5", "--nodes", "3"));
    arguments.addAll(List.of("--crashes", "1", "--partitions", "1", "--trace", traces.toString()));
    Run run = new Run().evs(arguments.toArray(new String[0]));
    assertThat(run.exit()).as(run.err()).isZero();
  }

  private Run verify(String... more) {
    List<String> arguments = new ArrayList<>(List.of("verify", traces.toString()));
    arguments.addAll(List.of(more));
    return new Run().evs(arguments.toArray(new String[0]));
  }

  private Path trace(int process) {
    return traces.resolve("p" + process + ".jsonl");
  }

  @Test
  void saysHowMuchWasPutToTheTest() {
    Run run = verify();
    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).startsWith("ok: 3 processes").contains("exercised: ");
    assertThat(run.out()).doesNotContain("exercised: 0 rings");
    assertThat(verify("--json").out()).contains("\"exercised\":{\"rings\":").contains("\"tails\":");
  }

  @Test
  void cutLastLineIsAWarning() throws IOException {
    // A line of a member that has stopped or not: the environment must not ask for more.
    Files.delete(traces.resolve("env.jsonl"));
    String text = Files.readString(trace(2));
    int lastLine = text.lastIndexOf('\n', text.length() - 2) + 1;
    Files.writeString(trace(2), text.substring(0, lastLine + 9));
    Run run = verify();
    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("warning: ")
        .contains("p2.jsonl")
        .contains("the last line is cut");
  }

  @Test
  void garbageIsReportedWithItsPlace() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(trace(3)));
    lines.add(7, "\u0000\u0001 no trace");
    Files.write(trace(3), lines);
    Run run = verify();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("VIOLATED")
        .contains("W (well-formed log): ")
        .contains("p3.jsonl:8: not a JSON");
  }

  @Test
  void missingTraceOfASenderIsNoProof() throws IOException {
    Files.delete(trace(1));
    Run run = verify();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).contains("B1 (no creation): ");
    Files.delete(trace(2));
    Files.delete(trace(3));
    Files.delete(traces.resolve("env.jsonl"));
    assertThat(verify().exit()).isEqualTo(2);
    assertThat(verify().err()).contains("there are no traces in");
  }

  @Test
  void tracesMergedIntoOneFileGiveTheSameReport() throws IOException {
    String before = verify("--json").out();
    StringBuilder all = new StringBuilder();
    for (int process = 1; process <= 3; process++) {
      all.append(Files.readString(trace(process)));
      Files.delete(trace(process));
    }
    Files.writeString(traces.resolve("all.jsonl"), all);
    assertThat(verify("--json").out()).isEqualTo(before);
  }

  @Test
  void compressedTracesGiveTheSameReportAndMayBeCut() throws IOException {
    String before = verify("--json").out();
    for (int process = 1; process <= 3; process++) {
      byte[] plain = Files.readAllBytes(trace(process));
      Files.delete(trace(process));
      try (OutputStream out =
          new GZIPOutputStream(
              Files.newOutputStream(traces.resolve("p" + process + ".jsonl.gz")))) {
        out.write(plain);
      }
    }
    assertThat(verify("--json").out()).isEqualTo(before);
    Path file = traces.resolve("p1.jsonl.gz");
    byte[] packed = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 5, 12, packed.length / 2, packed.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(packed, length));
      Run run = verify();
      assertThat(run.exit()).as("cut at " + length + run.out() + run.err()).isBetween(0, 1);
      assertThat(run.out()).contains("processes");
    }
    Files.writeString(file, "no gzip", StandardCharsets.UTF_8);
    assertThat(verify().out()).contains("W (well-formed log): ").contains("p1.jsonl.gz");
  }

  @Test
  void firstDifferenceIsShownInBothHistories() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(trace(2)));
    int first = -1;
    for (int i = 0; i + 1 < lines.size() && first < 0; i++) {
      boolean pair =
          lines.get(i).contains("{\"e\":\"dlv\"") && lines.get(i + 1).contains("{\"e\":\"dlv\"");
      first = pair && i > 30 ? i : -1;
    }
    assertThat(first).isPositive();
    Collections.swap(lines, first, first + 1);
    Files.write(trace(2), lines);
    Run run = verify();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).startsWith("VIOLATED").contains("process 2").contains("at place");
  }
}
