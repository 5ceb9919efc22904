package io.evs.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.node.LogLines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** NEW-B13, SEC-M5: what goes on, or what others repeat, does not fill the log. */
class RateLogTest {
  private static final long SECOND = 1_000_000_000L;

  /** The clock counts from anywhere. */
  private static final long BEGIN = Long.MAX_VALUE - 5 * SECOND;

  private final List<String> lines = new ArrayList<>();
  private final RateLog log = new RateLog(LogLines.into(lines));

  @Test
  void whatGoesOnIsWrittenAfterOneTenAndSixtyMinutesAndHourly() {
    List<Long> at = new ArrayList<>();
    for (long second = 0; second <= 3 * 3600; second++) {
      int before = lines.size();
      log.warn(BEGIN + second * SECOND, "it goes on");
      if (lines.size() > before) {
        at.add(second);
      }
    }
    assertThat(at).containsExactly(0L, 60L, 600L, 3600L, 7200L, 10_800L);
    assertThat(lines.get(0)).isEqualTo("warn: it goes on");
    assertThat(lines.get(1)).isEqualTo("warn: it goes on (and 59 lines like this)");
    assertThat(lines.get(2)).isEqualTo("warn: it goes on (and 539 lines like this)");
  }

  @Test
  void anotherWarningIsNotHiddenAndOneThatComesAgainBeginsAnew() {
    log.warn(BEGIN, "one");
    log.warn(BEGIN + SECOND, "two");
    log.warn(BEGIN + 2 * SECOND, "one");
    log.warn(BEGIN + 700 * SECOND, "one");
    assertThat(lines)
        .containsExactly(
            "warn: one",
            "warn: two",
            "warn: over, and quiet for 10 min: one (and 1 line like this)",
            "warn: one");
  }

  @Test
  void whatIsQuietIsOverOnceAndASingleLineSaysNoMore() {
    log.error(BEGIN, "node 1 is away");
    log.error(BEGIN + SECOND, "node 1 is away");
    log.warn(BEGIN, "once");
    log.endQuiet(BEGIN + 601 * SECOND);
    assertThat(lines).containsExactly("error: node 1 is away", "warn: once");
    log.endQuiet(BEGIN + 602 * SECOND);
    log.endQuiet(BEGIN + 9000 * SECOND);
    assertThat(lines.subList(2, lines.size()))
        .containsExactly(
            "error: over, and quiet for 10 min: node 1 is away (and 1 line like this)");
  }

  @Test
  void theEndThatIsKnownIsToldOnce() {
    log.over("no room", "there is room again");
    log.error(BEGIN, "no room");
    for (int i = 1; i < 50; i++) {
      log.error(BEGIN + i * SECOND, "no room");
    }
    log.over("no room", "there is room again");
    log.over("no room", "there is room again");
    log.endQuiet(BEGIN + 9000 * SECOND);
    assertThat(lines)
        .containsExactly("error: no room", "info: there is room again (and 49 lines like this)");
    log.error(BEGIN + 9001 * SECOND, "no room");
    assertThat(lines).hasSize(3);
  }

  @Test
  void textsThatSomebodyInventsAreBoundedTogether() {
    for (int i = 0; i < 10_000; i++) {
      log.warn(BEGIN + i, "10.0.0." + i + " is wrong");
      log.warn(BEGIN + i, Integer.toString(i, 36).replaceAll("[0-9]", "z") + " is wrong");
    }
    assertThat(lines).hasSizeLessThanOrEqualTo(17);
  }

  @Test
  void aLongPauseDoesNotOweLines() {
    log.warn(BEGIN, "one");
    log.warn(BEGIN + 500 * SECOND, "one");
    log.warn(BEGIN + 1000 * SECOND, "one");
    log.warn(BEGIN + 1001 * SECOND, "one");
    assertThat(lines).hasSize(3);
  }

  @Test
  void theTextIsPlain() {
    log.warn(BEGIN, "a\u001b]0;x\n2026 ERROR forged");
    assertThat(lines).containsExactly("warn: a\\x1b]0;x\\n2026 ERROR forged");
  }
}
