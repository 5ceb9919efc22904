package io.evs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.verify.ChaosPlan.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  private static final Duration TOKEN = Duration.ofSeconds(1);
  private static final Duration WHOLE = Duration.ofMinutes(2);

  @Test
  void theSeedDecidesAllAndEveryKindComes() {
    List<Fault> plan = ChaosPlan.draw(7, 5, TOKEN, WHOLE);
    assertThat(plan).isEqualTo(ChaosPlan.draw(7, 5, TOKEN, WHOLE));
    assertThat(plan).isNotEqualTo(ChaosPlan.draw(8, 5, TOKEN, WHOLE));
    assertThat(ChaosPlan.count(plan).values()).allMatch(count -> count > 0);
    assertThat(plan)
        .allSatisfy(
            fault -> {
              assertThat(fault.length()).isBetween(TOKEN.dividedBy(2), TOKEN.multipliedBy(10));
              assertThat(fault.side()).isNotEmpty().doesNotHaveDuplicates();
            });
  }

  @Test
  void aLoneMemberIsNotSeparated() {
    assertThat(ChaosPlan.draw(1, 1, TOKEN, WHOLE))
        .allMatch(fault -> fault.kind() != ChaosPlan.Kind.PARTITION)
        .allMatch(fault -> fault.kind() != ChaosPlan.Kind.DEAF);
  }
}
