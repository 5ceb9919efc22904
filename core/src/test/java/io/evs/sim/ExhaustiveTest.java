package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExhaustiveTest {
  @Test
  void noCourseOfTheSmallSituationsBreaksAPromise() {
    assertThat(Exhaustive.names()).containsExactly("merge", "recovery", "commit");
    for (String name : Exhaustive.names()) {
      Exhaustive.Outcome outcome = Exhaustive.byName(name).orElseThrow().search(400);
      assertThat(outcome.ok()).as(name + " " + outcome.course() + " " + outcome.failure()).isTrue();
      assertThat(outcome.deviations()).as(name).isPositive();
      assertThat(outcome.decisions()).as(name).isGreaterThan(outcome.paths());
    }
    assertThat(Exhaustive.byName("nothing")).isEmpty();
  }
}
