package io.evs.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimResult;
import io.evs.sim.Simulation;
import io.evs.sim.options.SimOptions;
import io.evs.sim.options.SwarmOptions;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static final long SEEDS_MAX = 800;

  @Test
  void aCalmRunReachesNoneOfTheDeepOnes() {
    SimResult result = Simulation.run(SimOptions.of(values -> values.messages = 50));
    assertThat(result.marks()).hasSize(Mark.values().length);
    assertThat(result.marks().get(Mark.RECOVERY_WITH_MISSING.key())).isZero();
    assertThat(result.marks().get(Mark.COMMIT_LOST_FIRST.key())).isZero();
    assertThat(result.marks().get(Mark.REQUEST_LIST_FULL.key())).isZero();
    assertThat(result.marks().get(Mark.LONG_PAUSE.key())).isZero();
    assertThat(result.marks().get(Mark.LEAVE.key())).isZero();
  }

  /** It ends with the seed that reaches the last one; .ci/run looks at many more. */
  @Test
  void aMixedCampaignReachesAll() {
    Set<String> missing = new TreeSet<>();
    for (Mark mark : Mark.values()) {
      missing.add(mark.key());
    }
    for (long seed = 1; seed <= SEEDS_MAX && !missing.isEmpty(); seed++) {
      SimResult result = Simulation.run(SwarmOptions.fromSeed(seed));
      assertThat(result.ok()).as(result.summary()).isTrue();
      missing.removeIf(mark -> result.marks().get(mark) > 0);
    }
    assertThat(missing).isEmpty();
  }
}
