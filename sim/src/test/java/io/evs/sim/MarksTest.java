package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MarksTest {
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

  @Test
  void aMixedCampaignReachesAll() {
    Map<String, Long> sum = new TreeMap<>();
    for (long seed = 1; seed <= 800; seed++) {
      SimResult result = Simulation.run(SwarmOptions.fromSeed(seed));
      assertThat(result.ok()).as(result.summary()).isTrue();
      result.marks().forEach((mark, count) -> sum.merge(mark, count, Long::sum));
    }
    assertThat(sum.keySet().stream().filter(mark -> sum.get(mark) == 0)).isEmpty();
  }
}
