package io.evs.node.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.trace.TraceWriter;
import io.evs.verify.Checker;
import io.evs.verify.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FIELD-27: the disk is full, and the node goes on without its trace. */
class CuttableTraceTest {
  private static final RingId RING = new RingId(1, 4);
  private static final int[] BOTH = {1, 2};

  @TempDir Path folder;

  /** A disk that takes so many bytes, and of the write that does not fit a part. */
  private static final class SmallDisk extends OutputStream {
    private final OutputStream file;
    private int left;

    SmallDisk(Path path, int bytes) throws IOException {
      this.file = Files.newOutputStream(path);
      this.left = bytes;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      int fits = Math.min(left, count);
      file.write(bytes, from, fits);
      left -= fits;
      if (fits < count) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** Process 1 sends five messages; its disk may be full after any byte of them. */
  private void run(int bytes) throws IOException {
    Path first = folder.resolve("p1.jsonl");
    TraceWriter small = new TraceWriter(new SmallDisk(first, bytes), 1, "monotonic");
    CuttableTrace trace = new CuttableTrace(first, small);
    Path second = folder.resolve("p2.jsonl");
    Files.deleteIfExists(second);
    try (TraceWriter other = TraceWriter.open(second, 2, "monotonic")) {
      small.start(0, 1);
      small.regular(10, RING, BOTH);
      other.start(0, 1);
      other.regular(10, RING, BOTH);
      trace.flush();
      for (int n = 1; n <= 5; n++) {
        small.send(20 + n, n, RING, n, false, n);
        small.deliver(20 + n, 1, 1, n, RING, n, false, n);
        trace.flush();
        other.deliver(30 + n, 1, 1, n, RING, n, false, n);
      }
      small.end(1000);
      other.end(1000);
    }
    trace.close();
    assertThat(trace.isCut()).isEqualTo(Files.readString(first).contains("{\"e\":\"cut\"}"));
  }

  /** The disk has room again, and process 1 is restarted, as others see it. */
  private void restart() throws IOException {
    RingId next = new RingId(1, 8);
    try (TraceWriter first = TraceWriter.open(folder.resolve("p1.jsonl"), 1, "monotonic")) {
      first.start(2000, 2);
      first.regular(2010, next, new int[] {1});
      first.send(2020, 1, next, 1, false, 1);
      first.deliver(2020, 1, 2, 1, next, 1, false, 1);
      first.end(3000);
    }
  }

  @Test
  void theCheckerAccusesNobody() throws IOException {
    for (int bytes = 150; bytes < 700; bytes += 7) {
      run(bytes);
      Report report = Checker.check(List.of(folder), Checker.Options.STRICT);
      assertThat(report.violations()).as("cut after %d bytes", bytes).isEmpty();
      assertThat(report.warnings()).as("cut after %d bytes", bytes).isNotEmpty();
      restart();
      report = Checker.check(List.of(folder), Checker.Options.STRICT);
      assertThat(report.violations()).as("cut after %d bytes, restarted", bytes).isEmpty();
    }
  }

  @Test
  void whatWasSentBeforeTheCutIsStillChecked() throws IOException {
    run(400);
    Path first = folder.resolve("p1.jsonl");
    String text = Files.readString(first);
    assertThat(text).contains("\"e\":\"send\"").endsWith("{\"e\":\"cut\"}\n");
    Files.writeString(first, text.replaceFirst("\\{\"e\":\"send\"[^\n]*\n", ""));
    assertThat(Checker.check(List.of(folder), Checker.Options.STRICT).ok()).isFalse();
  }

  @Test
  void aWholeTraceIsLeftAlone() throws IOException {
    run(100_000);
    Report report = Checker.check(List.of(folder), Checker.Options.STRICT);
    assertThat(report.ok()).isTrue();
    assertThat(report.warnings()).isEmpty();
  }
}
