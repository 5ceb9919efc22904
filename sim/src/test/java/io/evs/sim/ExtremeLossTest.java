package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.options.SimOptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rings where most packets are lost still deliver everything in one order. */
@Timeout(60)
class ExtremeLossTest {

  /** Virtual time is exact: a bound that is missed means that something waits for a time-out. */
  @ParameterizedTest
  @CsvSource({"0.5,1,3", "0.9,1,10", "0.9,2,10", "0.99,1,60", "0.999,1,400"})
  void lossyProfileDeliversAllWithoutWaitingForTimeouts(
      double loss, long seed, double virtualSecondsMax) {
    SimOptions options =
        SimOptions.of(
            values -> {
              values.nodes = 3;
              values.messages = 100;
              values.loss = loss;
              values.profile = "lossy";
              values.seed = seed;
            });
    SimResult result = Simulation.run(options);
    assertThat(result.ok()).as(result.summary()).isTrue();
    assertThat(result.deliveries()).isEqualTo(300);
    assertThat(result.virtualSeconds()).isLessThan(virtualSecondsMax);
  }

  @ParameterizedTest
  @CsvSource({"0.05,1", "0.1,2", "0.2,3", "0.2,4"})
  void atModerateLossTheDefaultProfileNeedsNoMembershipChange(double loss, long seed) {
    SimOptions options =
        SimOptions.of(
            values -> {
              values.nodes = 3;
              values.messages = 300;
              values.loss = loss;
              values.seed = seed;
            });
    SimResult result = Simulation.run(options);
    assertThat(result.ok()).as(result.summary()).isTrue();
    // One token loss would be a membership change; forming the first ring is none.
    assertThat(result.counters().get("token_losses")).isZero();
  }
}
