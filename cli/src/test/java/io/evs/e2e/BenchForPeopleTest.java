package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code evs bench} has for people: progress, intervals, files, and a summary. */
@Timeout(180)
class BenchForPeopleTest extends E2e {
  private static final Path LAUNCHER = Path.of("..", "evs").toAbsolutePath().normalize();

  private static boolean isInterval(JsonNode line) {
    return line.path("event").asText().equals("interval");
  }

  /** A process that got no processor for a second would have ended its run: the ring changed. */
  @Override
  EvsProcess.Command evs(String... words) {
    return super.evs(words)
        .with(Map.of("EVS_TOTEM_TOKEN", "10s", "EVS_TOTEM_TOKEN_RETRANSMIT", "200ms"));
  }

  @Test
  void intervalsAreJsonLinesBeforeTheDocument() {
    EvsProcess bench =
        evs(
                "bench",
                "--json",
                "--sizes",
                "100,1300",
                "--duration",
                "1500ms",
                "--warmup",
                "200ms",
                "--interval",
                "500ms")
            .run();
    assertThat(bench.exit()).as(bench.describe()).isZero();
    List<JsonNode> lines = bench.events(line -> true);
    JsonNode document = lines.get(lines.size() - 1);
    assertThat(document.get("command").asText()).isEqualTo("bench");
    List<JsonNode> intervals = lines.subList(0, lines.size() - 1);
    assertThat(intervals).hasSizeGreaterThanOrEqualTo(4).allMatch(BenchForPeopleTest::isInterval);
    for (JsonNode run : document.get("runs")) {
      long inIntervals =
          intervals.stream()
              .filter(line -> line.get("bytes").asInt() == run.get("bytes").asInt())
              .mapToLong(line -> line.get("writes").asLong())
              .sum();
      assertThat(inIntervals).isPositive().isLessThanOrEqualTo(run.get("writes").asLong());
      JsonNode members = run.get("per_member");
      assertThat(members).hasSize(3);
      assertThat(members.get(0).get("sent").asLong()).isEqualTo(run.get("writes").asLong());
      for (JsonNode member : members) {
        assertThat(member.get("delivered").asLong()).isEqualTo(run.get("writes").asLong());
        assertThat(member.get("loop_seconds").asDouble()).isPositive();
        assertThat(member.get("receive_seconds").asDouble()).isPositive();
        assertThat(member.get("visits").asLong()).isPositive();
      }
      assertThat(members.get(0).get("packets").asLong()).isPositive();
      assertThat(run.get("limit").get("text").asText()).isNotBlank();
    }
  }

  @Test
  void theFilesHoldTheSameRuns() throws Exception {
    EvsProcess bench =
        evs(
                "bench",
                "--sizes",
                "100,1300",
                "--duration",
                "500ms",
                "--warmup",
                "200ms",
                "--csv",
                home + "/bench.csv",
                "--hdr",
                home + "/bench.hlog",
                "--report",
                home + "/bench.html")
            .run();
    assertThat(bench.exit()).as(bench.describe()).isZero();
    assertThat(bench.output()).contains("What limited it, most likely:");
    List<String> csv = Files.readAllLines(home.resolve("bench.csv"));
    assertThat(csv).hasSize(3);
    List<String> tags = new ArrayList<>();
    long latencies = 0;
    try (FileInputStream in = new FileInputStream(home.resolve("bench.hlog").toFile())) {
      HistogramLogReader reader = new HistogramLogReader(in);
      for (EncodableHistogram each = reader.nextIntervalHistogram();
          each != null;
          each = reader.nextIntervalHistogram()) {
        tags.add(each.getTag());
        latencies += ((org.HdrHistogram.Histogram) each).getTotalCount();
      }
    }
    assertThat(tags).containsExactly("100B", "1300B");
    // All three members share a clock: one latency for each delivery.
    long delivered = 0;
    for (String row : csv.subList(1, 3)) {
      delivered += Long.parseLong(row.split(",")[3]);
    }
    assertThat(latencies).isEqualTo(delivered);
    String page = Files.readString(home.resolve("bench.html"));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(page).contains("evs bench --sizes 100,1300", "Kernel", "ring.profile");
  }

  @Test
  void ctrlCEndsTheRunAndPrintsWhatThereIs() {
    EvsProcess bench =
        start(
            evs(
                "bench",
                "--json",
                "--sizes",
                "200",
                "--duration",
                "10m",
                "--warmup",
                "0",
                "--interval",
                "200ms",
                "--csv",
                home + "/bench.csv"));
    // On a busy machine nothing may be sent in the first intervals, and then there is no run to
    // tell of.
    bench.awaitThat(
        "intervals with messages",
        p -> p.events(each -> each.path("writes").asLong() > 0).size() > 1);
    bench.interrupt();
    assertThat(bench.awaitExit()).as(bench.describe()).isEqualTo(130);
    JsonNode document = bench.last("\"command\"").orElseThrow().json();
    assertThat(document.get("interrupted").asBoolean()).isTrue();
    JsonNode run = document.get("runs").get(0);
    assertThat(run.get("interrupted").asBoolean()).isTrue();
    assertThat(run.get("delivered").asLong())
        .isEqualTo(3 * run.get("writes").asLong())
        .isPositive();
    assertThat(run.get("seconds").asDouble()).isBetween(0.1, 120.0);
    assertThat(bench.errors()).doesNotContain("evs: ", "Exception");
    assertThat(home.resolve("bench.csv")).exists();
  }

  @Test
  void ctrlCBeforeTheFirstRunPrintsNothing() {
    EvsProcess bench = start(evs("bench", "--warmup", "10m", "--csv", home + "/bench.csv"));
    bench.awaitThat("warming up", EvsProcess::isUsingProcessor);
    bench.interrupt();
    assertThat(bench.awaitExit()).as(bench.describe()).isEqualTo(130);
    assertThat(bench.output()).isEmpty();
    assertThat(bench.errors()).contains("interrupted").doesNotContain("evs: ", "Exception");
    assertThat(home.resolve("bench.csv")).doesNotExist();
  }

  @Test
  void anOpenLoopThatIsKeptSaysSo() {
    EvsProcess bench =
        evs(
                "bench",
                "--json",
                "--rate",
                "500",
                "--sizes",
                "100",
                "--duration",
                "2s",
                "--warmup",
                "200ms")
            .run();
    assertThat(bench.exit()).as(bench.describe()).isZero();
    JsonNode run = bench.document().get("runs").get(0);
    assertThat(run.get("writes").asLong()).isBetween(980L, 1001L);
    assertThat(run.get("rate_per_second").asLong()).isEqualTo(500);
    assertThat(run.get("limit").get("most_likely").asText()).isEqualTo("rate");
  }

  /** A terminal of its own, whose shell survives Ctrl-C. */
  private Tmux terminal(String command) {
    return later(Tmux.shell(home, 100, 30, "env HOME=" + home + " " + command));
  }

  @Test
  void aTerminalShowsProgressAndThenOnlyResults() {
    String results = home + "/results";
    Tmux terminal =
        terminal(
            LAUNCHER
                + " bench --sizes 100,200 --duration 2s --warmup 500ms --at-half none --interval 500ms >"
                + results);
    terminal.awaitScreen(
        "a rate", screen -> screen.matches("(?s).*1/2  100 bytes  \\d+ %  [0-9,]+ messages/s.*"));
    terminal.awaitText("2/2  200 bytes");
    terminal.awaitText("STATUS 0");
    assertThat(terminal.screen()).doesNotContain("messages/s  ", "s left");
    assertThat(Path.of(results))
        .content()
        .doesNotContain("s left", "\u001b")
        .contains("MB/s.", "What limited it, most likely:");
  }

  @Test
  void ctrlCTypedInATerminalEndsTheRunWithASummary() {
    Tmux terminal = terminal(LAUNCHER + " bench --sizes 100 --duration 10m --warmup 0");
    terminal.awaitScreen(
        "a rate", screen -> screen.matches("(?s).*1/1  100 bytes  0 %  [1-9][0-9,]* messages/s.*"));
    terminal.press("C-c");
    terminal.awaitText("STATUS 130");
    assertThat(terminal.screen()).contains("bytes per write", "(interrupted)", "What limited it");
  }
}
