package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RunResultTest {
  private static RunResult result(long writes, int bytes, double seconds) {
    Histogram latencies = new Histogram(1, 3_600_000_000_000L, 3);
    latencies.recordValue(210_000);
    return new RunResult(
        bytes, 3, writes, writes * 3, seconds, 2, List.of(1.1, 0.8, 0.8), latencies);
  }

  @Test
  void printsTheLineOfTheOriginal() {
    assertThat(result(100_000, 100, 12.7877).line())
        .isEqualTo(
            "100000 Writes   100 bytes per write  12.788 Seconds runtime  7820.015 TP/s   0.782"
                + " MB/s.");
  }

  @Test
  void printsTheDocumentOfTheContract() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BenchPrinter printer =
        new BenchPrinter(new PrintStream(out, true, StandardCharsets.UTF_8), true);
    printer.run(result(100_000, 100, 1.25));
    printer.end(new BenchPrinter.Head(3, 1, "agreed", "multicast", "none"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"schema\":1,\"command\":\"bench\",\"nodes\":3,\"senders\":1,\"guarantee\":\"agreed\","
                + "\"transport\":\"multicast\",\"security\":\"none\",\"runs\":[{\"bytes\":100,"
                + "\"members\":3,\"writes\":100000,\"delivered\":300000,\"seconds\":1.250000,"
                + "\"writes_per_second\":80000.0,\"megabytes_per_second\":8.000,\"retransmits\":2,"
                + "\"cpu_seconds\":[1.100,0.800,0.800],\"latency_us\":{\"p50\":210,\"p90\":210,"
                + "\"p99\":210,\"p999\":210,\"max\":210}}]}\n");
  }

  @Test
  void csvHasAsManyCellsAsItsHeader() {
    assertThat(BenchPrinter.csv(result(10, 100, 1)).split(","))
        .hasSameSizeAs(BenchPrinter.CSV_HEADER.split(","));
  }
}
