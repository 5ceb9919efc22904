package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long history is legal and checked within seconds; tools/large-traces measures the full size.
 */
class LargeTracesTest {
  @Test
  void longHistoryIsFine(@TempDir Path folder) throws IOException {
    long events = LargeTraces.write(folder, 300_000);
    Report report = Checker.check(List.of(folder), Checker.Options.STRICT);
    assertThat(report.violations()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(report.events()).isBetween(events, events + 8);
    assertThat(report.exercised().rings()).isGreaterThan(40);
    assertThat(report.exercised().tails()).isGreaterThan(40);
    assertThat(report.exercised().safeInTails()).isGreaterThan(200);
  }
}
