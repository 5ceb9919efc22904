package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.options.SimOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SteppedSimulationTest {
  private static final long MS = 1_000_000L;

  private static final SimOptions OPTIONS =
      SimOptions.of(
          values -> {
            values.seed = 11;
            values.nodes = 4;
            values.messages = 150;
            values.loss = 0.1;
            values.crashes = 1;
            values.partitions = 1;
            values.pauses = 1;
          });

  @Test
  void aWatchedRunIsTheSameAsAnyOther() {
    SimResult whole = Simulation.run(OPTIONS);
    SteppedSimulation stepped = new SteppedSimulation(OPTIONS, (process, message) -> {});
    long turn = 0;
    while (!stepped.ended()) {
      stepped.advance(turn * 7 * MS, 1 + turn % 50);
      stepped.nodes();
      stepped.tokens();
      turn++;
    }
    SimResult watched = stepped.result().orElseThrow();
    assertThat(watched.digest()).isEqualTo(whole.digest());
    assertThat(watched.events()).isEqualTo(whole.events());
    assertThat(watched.steps()).isEqualTo(whole.steps());
  }

  @Test
  void stopsAfterSoManyEventsAndNeverBehindItsLimit() {
    SteppedSimulation stepped = new SteppedSimulation(OPTIONS, (process, message) -> {});
    assertThat(stepped.now()).isZero();
    stepped.advance(Long.MAX_VALUE, 1);
    long first = stepped.now();
    stepped.advance(first + 40 * MS, Long.MAX_VALUE);
    assertThat(stepped.now()).isGreaterThan(first).isLessThanOrEqualTo(first + 40 * MS);
    assertThat(stepped.ended()).isFalse();
    assertThat(stepped.nodes()).hasSize(4);
  }

  @Test
  void showsTheTokenOfTheRingAndWhatApplicationsAreGiven() {
    AtomicLong delivered = new AtomicLong();
    SteppedSimulation stepped =
        new SteppedSimulation(OPTIONS, (process, message) -> delivered.incrementAndGet());
    // On a quiet ring the next event may be further away than a step.
    for (long until = 0; delivered.get() < 20 && !stepped.ended(); until += 10 * MS) {
      stepped.advance(until, Long.MAX_VALUE);
    }
    assertThat(stepped.tokens())
        .anySatisfy(
            token -> {
              assertThat(token.to()).isBetween(1, 4);
              assertThat(token.rotationNanos()).isPositive();
              assertThat(token.seq()).isPositive();
            });
    assertThat(stepped.nodes()).anySatisfy(node -> assertThat(node.aru()).isPositive());
  }
}
