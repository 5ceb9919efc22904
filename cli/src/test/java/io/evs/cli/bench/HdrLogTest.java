package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.bench.result.Results;
import io.evs.cli.bench.result.RunResult;
import io.evs.cli.bench.result.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

class HdrLogTest {
  private static final double WITHIN = 0.002;

  private static List<Histogram> readBack(List<RunResult> runs, boolean perInterval) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    HdrLog.write(new PrintStream(bytes, true, StandardCharsets.UTF_8), runs, perInterval);
    HistogramLogReader reader =
        new HistogramLogReader(new ByteArrayInputStream(bytes.toByteArray()));
    List<Histogram> histograms = new ArrayList<>();
    for (EncodableHistogram each = reader.nextIntervalHistogram();
        each != null;
        each = reader.nextIntervalHistogram()) {
      histograms.add((Histogram) each);
    }
    assertThat(reader.getStartTimeSec()).isEqualTo(1_700_000_000.0);
    return histograms;
  }

  private static Timeline.Slice slice(long fromMillis, long toMillis, long... micros) {
    return new Timeline.Slice(
        fromMillis * 1_000_000,
        toMillis * 1_000_000,
        micros.length,
        Timeline.encode(Results.latencies(micros)));
  }

  @Test
  void aLineForEachSizeReadsBack() {
    List<Histogram> read =
        readBack(
            List.of(Results.run(100, 3, 0.5, 200, 300, 4000), Results.run(1300, 1, 2, 70)), false);
    assertThat(read).extracting(Histogram::getTag).containsExactly("100B", "1300B");
    Histogram first = read.get(0);
    assertThat(first.getTotalCount()).isEqualTo(3);
    assertThat(first.getValueAtPercentile(50) / 300e3).isBetween(1 - WITHIN, 1 + WITHIN);
    assertThat(first.getMaxValue() / 4000e3).isBetween(1 - WITHIN, 1 + WITHIN);
    assertThat(first.getStartTimeStamp()).isEqualTo(1_700_000_000_000L);
    assertThat(first.getEndTimeStamp()).isEqualTo(1_700_000_000_500L);
    assertThat(read.get(1).getTotalCount()).isEqualTo(1);
  }

  @Test
  void aLineForEachIntervalReadsBack() {
    RunResult run =
        Results.with(
            Results.run(100, 3, 0.75, 1), List.of(slice(0, 500, 10, 20), slice(500, 750, 30)));
    List<Histogram> read = readBack(List.of(run), true);
    assertThat(read).extracting(Histogram::getTotalCount).containsExactly(2L, 1L);
    assertThat(read.get(1).getStartTimeStamp()).isEqualTo(1_700_000_000_500L);
    assertThat(read.get(1).getEndTimeStamp()).isEqualTo(1_700_000_000_750L);
  }
}
