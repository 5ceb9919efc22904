package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.verify.report.Property;
import io.evs.verify.report.Report;
import org.junit.jupiter.api.Test;

/** Feeding a checker while a simulator runs. */
class OnlineCheckTest {
  private final Checker checker = new Checker();
  private final TraceOnline first = new TraceOnline(checker, 1);
  private final TraceOnline second = new TraceOnline(checker, 2);

  @Test
  void saysAtOnceThatOrdersDiffer() {
    first.start().ring(4, 1, 2).send(1, 1);
    second.start().ring(4, 1, 2).send(1, 2);
    first.deliver(1, 1, 1);
    assertThat(checker.violated()).isFalse();
    second.deliver(2, 1, 2);
    assertThat(checker.violated()).isTrue();
    assertThat(Story.properties(checker.finish())).isEqualTo("D6");
  }

  @Test
  void saysAtOnceThatARuleOfOneLogIsBroken() {
    first.start().ring(4, 1, 2);
    assertThat(checker.violated()).isFalse();
    first.ring(8, 1, 2);
    assertThat(checker.violated()).isTrue();
  }

  @Test
  void interleavedEventsOfAGoodRunAreFine() {
    first.start().ring(4, 1, 2).send(1, 1);
    second.start().ring(4, 1, 2).deliver(1, 1, 1).send(1, 2);
    first.deliver(1, 1, 1).deliver(2, 1, 2);
    second.deliver(2, 1, 2);
    Report report = checker.finish();
    assertThat(report.ok()).isTrue();
    assertThat(report.events()).isEqualTo(10);
    assertThat(checker.finish()).isSameAs(report);
  }

  @Test
  void longListsOfViolationsAreCutButCounted() {
    first.start();
    for (int i = 1; i <= 500; i++) {
      first.ring(4L * i, 1, 2);
    }
    first.send(1, 1).send(1, 1);
    Report report = checker.finish();
    assertThat(report.violationCount()).isEqualTo(500);
    assertThat(report.violations()).hasSize(101);
    assertThat(report.violations().get(100).property()).isEqualTo(Property.B2);
  }
}
