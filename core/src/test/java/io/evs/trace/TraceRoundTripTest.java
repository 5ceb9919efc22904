package io.evs.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is written can be read, and is written as the format says. */
class TraceRoundTripTest {
  private static final RingId FIRST = new RingId(1, 4);
  private static final RingId SECOND = new RingId(-1, 8);

  private static void life(TraceSink sink) {
    sink.start(0, 1);
    sink.regular(10, FIRST, new int[] {1, 2, -1});
    sink.primary(12, FIRST, true);
    sink.primary(12, SECOND, false);
    sink.submit(15, 1, true, -7);
    sink.send(20, 1, FIRST, -1, true, Long.MIN_VALUE);
    sink.note(30, "a \"b\"\\\n\u0001 \u00e9");
    sink.transitional(90, FIRST, SECOND, new int[] {1, -1});
    sink.deliver(90, -1, 12, 345, FIRST, 0, false, Long.MAX_VALUE);
    sink.crash(91);
    sink.stop(92);
    sink.end(1234567890123L);
  }

  @Test
  void writesTheLinesOfTheFormat() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TraceWriter writer = new TraceWriter(bytes, -1, "virtual")) {
      life(writer);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).split("\n"))
        .containsExactly(
            "{\"e\":\"trace\",\"v\":1,\"p\":4294967295,\"clock\":\"virtual\",\"impl\":\"evs\"}",
            "{\"e\":\"start\",\"t\":0,\"inc\":1}",
            "{\"e\":\"conf\",\"t\":10,\"k\":\"R\",\"r\":\"1:4\",\"mem\":[1,2,4294967295]}",
            "{\"e\":\"pri\",\"t\":12,\"r\":\"1:4\",\"pri\":true}",
            "{\"e\":\"pri\",\"t\":12,\"r\":\"4294967295:8\",\"pri\":false}",
            "{\"e\":\"sub\",\"t\":15,\"n\":1,\"v\":\"s\",\"h\":-7}",
            "{\"e\":\"send\",\"t\":20,\"n\":1,\"r\":\"1:4\",\"s\":4294967295,\"v\":\"s\","
                + "\"h\":-9223372036854775808}",
            "{\"e\":\"note\",\"t\":30,\"text\":\"a \\\"b\\\"\\\\\\u000a\\u0001 \u00e9\"}",
            "{\"e\":\"conf\",\"t\":90,\"k\":\"T\",\"r\":\"1:4\",\"nx\":\"4294967295:8\","
                + "\"mem\":[1,4294967295]}",
            "{\"e\":\"dlv\",\"t\":90,\"m\":[4294967295,12,345],\"r\":\"1:4\",\"s\":0,\"v\":\"a\","
                + "\"h\":9223372036854775807}",
            "{\"e\":\"crash\",\"t\":91}",
            "{\"e\":\"stop\",\"t\":92}",
            "{\"e\":\"end\",\"t\":1234567890123}");
  }

  @Test
  void readsBackTheSameCalls() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TraceWriter writer = new TraceWriter(bytes, 5, "virtual")) {
      life(writer);
    }
    RecordedCalls calls = new RecordedCalls();
    new TraceReader(calls).readStream(new ByteArrayInputStream(bytes.toByteArray()), Path.of("x"));
    RecordedCalls direct = new RecordedCalls();
    TraceSink sink = direct.process(5);
    life(sink);
    assertThat(calls.withoutPresence()).isEqualTo(direct.withoutPresence());
    assertThat(calls.problems()).isEmpty();
  }

  @Test
  void writesOnlyAtFlushAndOncePerFlush() throws IOException {
    int[] writes = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("single bytes");
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            writes[0]++;
          }
        };
    try (TraceWriter writer = new TraceWriter(counting, 1, "virtual")) {
      for (int i = 0; i < 10_000; i++) {
        writer.start(i, i);
      }
      assertThat(writes[0]).isZero();
      writer.flush();
      assertThat(writes[0]).isEqualTo(1);
      writer.flush();
      assertThat(writes[0]).isEqualTo(1);
    }
  }

  @Test
  void environmentIsReadBack() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (EnvTrace env = new EnvTrace(bytes)) {
      env.stable(100, new int[][] {{1, 2}, {-1}}, 50, true);
    }
    RecordedCalls calls = new RecordedCalls();
    new TraceReader(calls).readStream(new ByteArrayInputStream(bytes.toByteArray()), Path.of("e"));
    assertThat(calls.calls()).containsExactly("stable 100 [1, 2][-1] 50 true");
    assertThat(calls.problems()).isEmpty();
  }
}
