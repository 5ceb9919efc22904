package io.evs.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** NEW-B5: five runs of one command gave 21 to 335 thousand messages a second. */
class WarmupTest {
  private static Warmup after(long... rates) {
    Warmup warmup = new Warmup(Optional.empty());
    for (long rate : rates) {
      assertThat(warmup.goesOn()).isTrue();
      warmup.add(Results.run(100, rate, 1));
    }
    return warmup;
  }

  @Test
  void endsWhenTheRateStopsGrowing() {
    assertThat(after(20_000).goesOn()).isTrue();
    assertThat(after(20_000, 60_000, 80_000).goesOn()).isTrue();
    assertThat(after(20_000, 60_000, 80_000, 81_000).goesOn()).isTrue();
    Warmup steady = after(20_000, 60_000, 80_000, 81_000, 79_000);
    assertThat(steady.goesOn()).isFalse();
    assertThat(steady.sentence())
        .isEqualTo(
            "Warm-up of 5.0 s, thousands of messages per second: 20 60 80 81 79; steady then.");
  }

  @Test
  void oneSlowSecondDoesNotEndIt() {
    assertThat(after(60_000, 20_000, 90_000).goesOn()).isTrue();
  }

  @Test
  void isBoundedAndSaysSo() {
    Warmup warmup = new Warmup(Optional.empty());
    int runs = 0;
    for (; warmup.goesOn(); runs++) {
      warmup.add(Results.run(100, 1L << runs, 1));
    }
    assertThat(runs).isEqualTo(20);
    assertThat(warmup.sentence()).endsWith("; still growing at its end.");
  }

  @Test
  void aGivenTimeIsOneRun() {
    Warmup warmup = new Warmup(Optional.of(Duration.ofSeconds(3)));
    assertThat(warmup.next()).isEqualTo(Duration.ofSeconds(3));
    warmup.add(Results.run(100, 3000, 3));
    assertThat(warmup.goesOn()).isFalse();
    assertThat(warmup.sentence())
        .isEqualTo("Warm-up of 3.0 s, thousands of messages per second: 1.0.");
    assertThat(new Warmup(Optional.of(Duration.ZERO)).goesOn()).isFalse();
  }
}
