package io.evs.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.LogLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NEW-B13: a ring that re-forms for ever does not fill the log, and its last line is true. */
class PacedLogTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> lines = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private long now = Long.MAX_VALUE - SECOND;
  private final PacedLog log =
      new PacedLog(LogLines.into(lines), () -> now, (nanos, work) -> later.add(work));

  private void passes(long seconds) {
    for (long i = 0; i < seconds; i += 3) {
      now += 3 * SECOND;
      for (int due = later.size(); due > 0; due--) {
        later.remove().run();
      }
    }
  }

  @Test
  void whatIsSeldomIsWrittenAtOnce() {
    for (int i = 0; i < 100; i++) {
      log.info("ring " + i);
      passes(3);
    }
    assertThat(lines).hasSize(100).last().isEqualTo("info: ring 99");
    assertThat(later).isEmpty();
  }

  @Test
  void aFloodIsBoundedAndItsLastLineIsWritten() {
    for (int i = 0; i < 10_000; i++) {
      log.info("ring " + i);
    }
    assertThat(lines).hasSize(20);
    passes(3);
    assertThat(lines).hasSize(21).last().isEqualTo("info: ring 9999 (and 9979 lines before it)");
    for (int second = 0; second < 600; second += 3) {
      for (int i = 0; i < 30; i++) {
        log.info("a\u001bb" + second + "." + i);
      }
      passes(3);
    }
    assertThat(lines).hasSizeLessThanOrEqualTo(21 + 201);
    assertThat(lines).last().isEqualTo("info: a\\x1bb597.29 (and 29 lines before it)");
    passes(60);
    log.info("quiet again");
    assertThat(lines).last().isEqualTo("info: quiet again");
  }
}
