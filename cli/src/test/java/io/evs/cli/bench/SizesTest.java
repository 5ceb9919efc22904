package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.cli.base.CliException;
import org.junit.jupiter.api.Test;

class SizesTest {
  @Test
  void readsRangesAndLists() {
    assertThat(Sizes.parse("100:400:100")).containsExactly(100, 200, 300, 400);
    assertThat(Sizes.parse("64, 1300")).containsExactly(64, 1300);
    assertThat(Sizes.parse("0,1:3:1,1048576")).containsExactly(0, 1, 2, 3, 1 << 20);
  }

  @Test
  void refusesWhatIsNeither() {
    for (String text : new String[] {"", "a", "1:2", "5:1:1", "1:9:0", "-1", "1048577", "1,,2"}) {
      assertThatThrownBy(() -> Sizes.parse(text))
          .isInstanceOf(CliException.class)
          .hasMessageContaining("FROM:TO:STEP");
    }
  }
}
