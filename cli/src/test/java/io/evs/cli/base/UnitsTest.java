package io.evs.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void readsDurationsWithTheirUnit() {
    assertThat(Units.duration("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(Units.duration("2s")).isEqualTo(Duration.ofSeconds(2));
    assertThat(Units.duration("1m")).isEqualTo(Duration.ofMinutes(1));
    assertThat(Units.duration("1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThat(Units.duration("10 us")).isEqualTo(Duration.ofNanos(10_000));
  }

  @Test
  void readsSizesWithTheirUnit() {
    assertThat(Units.size("64KiB")).isEqualTo(65_536);
    assertThat(Units.size("10MB")).isEqualTo(10_000_000);
    assertThat(Units.size("1b")).isEqualTo(1);
  }

  @Test
  void refusesNumbersWhoseUnitIsUnclear() {
    for (String text : new String[] {"100", "", "s", "-1s", "1 fortnight", "1S", "1e3s"}) {
      assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Units.size("64")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Units.duration("99999999999999h"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsWhatItReads() {
    for (String text : new String[] {"250ms", "2s", "1m", "1500us", "0ms", "3h", "7ns"}) {
      assertThat(Units.show(Units.duration(text))).isEqualTo(text);
    }
  }
}
