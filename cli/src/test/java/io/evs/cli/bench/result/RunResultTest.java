package io.evs.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.bench.BenchPrinter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunResultTest {
  private static String printed(RunResult run, boolean interrupted) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BenchPrinter printer =
        new BenchPrinter(
            new PrintStream(out, true, StandardCharsets.UTF_8), BenchPrinter.Form.JSON);
    printer.run(run);
    printer.end(Results.HEAD, BenchResults.of(List.of(run)), interrupted);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** NEW-B3: at 80 columns every row of the first bench wrapped. */
  @Test
  void printsTheLineOfTheOriginalAsFarAsItFitsATerminal() {
    assertThat(Results.run(100, 1_000, 0.5).line())
        .isEqualTo(
            " 1000 Writes 100 bytes per write 0.500 Seconds runtime 2000.000 TP/s 0.200 MB/s.");
    assertThat(Results.run(100, 100_000, 12.7877).line())
        .isEqualTo(
            "100000 Writes 100 bytes per write 12.788 Seconds runtime 7820.0 TP/s 0.782 MB/s.");
    for (long writes : new long[] {0, 7, 94_976, 4_042_240, 12_345_678}) {
      for (int bytes : new int[] {0, 100, 1300}) {
        assertThat(Results.run(bytes, writes, 4.466).line()).hasSizeLessThanOrEqualTo(80);
      }
    }
    assertThat(new IntervalReport(1300, 999.5, 1000, 4_700_000, 12_345).line())
        .hasSizeLessThanOrEqualTo(80);
  }

  @Test
  void printsTheDocumentOfTheContract() {
    MemberFigures figures = MemberFigures.NONE.with(MemberFigure.RETRANSMITS, 2);
    assertThat(printed(Results.run(100, 100_000, 1.25, figures, 210), false))
        .startsWith(
            "{\"schema\":1,\"command\":\"bench\",\"nodes\":3,\"senders\":1,\"guarantee\":\"agreed\","
                + "\"transport\":\"multicast\",\"security\":\"none\",\"runs\":[{\"bytes\":100,"
                + "\"members\":3,\"writes\":100000,\"delivered\":300000,\"seconds\":1.250000,"
                + "\"writes_per_second\":80000.0,\"megabytes_per_second\":8.000,\"retransmits\":2,"
                + "\"cpu_seconds\":[1.100,0.800,0.800],\"latency_us\":{\"p50\":210,\"p90\":210,"
                + "\"p99\":210,\"p999\":210,\"max\":210},\"interrupted\":false,");
  }

  @Test
  void everyMemberHasItsFiguresInTheDocument() throws Exception {
    MemberFigures figures =
        MemberFigures.NONE
            .with(MemberFigure.LOOP_NANOS, 1_200_000_000)
            .with(MemberFigure.RETRANSMITS, 2);
    JsonNode document =
        new ObjectMapper().readTree(printed(Results.run(100, 100_000, 1.25, figures), true));
    assertThat(document.get("interrupted").asBoolean()).isTrue();
    JsonNode run = document.get("runs").get(0);
    JsonNode sender = run.get("per_member").get(0);
    assertThat(sender.get("node_id").asLong()).isEqualTo(1);
    assertThat(sender.get("sent").asLong()).isEqualTo(100_000);
    assertThat(sender.get("sent_bytes").asLong()).isEqualTo(10_000_000);
    assertThat(sender.get("sent_megabytes_per_second").asDouble()).isEqualTo(8);
    assertThat(sender.get("loop_seconds").asDouble()).isEqualTo(1.2);
    assertThat(sender.get("retransmits").asLong()).isEqualTo(2);
    JsonNode receiver = run.get("per_member").get(2);
    assertThat(receiver.get("sent").asLong()).isZero();
    assertThat(receiver.get("delivered_bytes").asLong()).isEqualTo(10_000_000);
    assertThat(run.get("limit").get("most_likely").asText()).isEqualTo("loop_cpu");
    assertThat(run.get("limit").get("node_id").asLong()).isEqualTo(1);
  }
}
