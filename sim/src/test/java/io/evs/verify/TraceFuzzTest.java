package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.trace.TraceReader;
import io.evs.verify.report.Report;
import io.evs.verify.report.ReportTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Any bytes as trace files, separated by a zero byte: always a verdict, never an exception. */
class TraceFuzzTest {
  @FuzzTest
  void files(byte[] data) throws IOException {
    Checker checker = new Checker();
    TraceReader reader = new TraceReader(checker.handler());
    int from = 0;
    for (int i = 0; i <= data.length; i++) {
      if (i == data.length || data[i] == 0) {
        reader.readStream(new ByteArrayInputStream(data, from, i - from), Path.of("p" + from));
        from = i + 1;
      }
    }
    Report report = checker.finish();
    assertThat(report.ok()).isEqualTo(report.violations().isEmpty());
    assertThat(report.events()).isLessThanOrEqualTo(reader.lines());
    assertThat(report.toText()).isNotEmpty();
    assertThat(ReportTest.json(report)).endsWith("}");
  }
}
