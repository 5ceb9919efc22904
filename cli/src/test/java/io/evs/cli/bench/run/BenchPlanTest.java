package io.evs.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchPlanTest {
  @Test
  void writesDecayAsInTheOriginal() {
    BenchPlan plan =
        new BenchPlan(
            List.of(100, 200, 300),
            Optional.of(100_000L),
            0.9,
            Optional.empty(),
            Optional.of(Duration.ZERO),
            false,
            false,
            0,
            Optional.empty(),
            BenchPlan.AtHalf.NONE);
    assertThat(plan.writesOf(0)).isEqualTo(100_000);
    assertThat(plan.writesOf(1)).isEqualTo(90_000);
    assertThat(plan.writesOf(2)).isEqualTo(81_000);
    assertThat(plan.start(5, 2, 4))
        .isEqualTo(new Control.Start(5, 300, false, false, 4, 81_000, 0, 0));
  }
}
