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

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> Units.duration(text)).as(text).hasMessage(why);
  }

  /** A user's trial of locks, 15: all of these needed a unit. */
  @Test
  void saysWhatIsWrongWithADuration() {
    assertRefused("5", "a duration needs a unit, such as 250ms, 2s or 1m");
    assertRefused("-1s", "a duration cannot be negative");
    assertRefused("-1", "a duration cannot be negative");
    assertRefused("1x", "\"x\" is no unit of time; use ns, us, ms, s, m or h");
    assertRefused("99999999d", "\"d\" is no unit of time; use ns, us, ms, s, m or h");
    assertRefused("99999999h", "a duration is at most 2562047h, which is 292 years");
    assertRefused("9".repeat(200) + "s", "a duration is at most 2562047h, which is 292 years");
    assertRefused("soon", "a duration is a number and a unit, such as 250ms, 2s or 1m");
    assertThat(Units.duration("2562047h").toHours()).isEqualTo(2_562_047);
    assertThat(Units.unknownUnit("1x")).isPresent();
    assertThat(Units.unknownUnit("1s")).isEmpty();
    assertThat(Units.unknownUnit("soon")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithASize() {
    assertThatThrownBy(() -> Units.size("1TB"))
        .hasMessage("\"TB\" is no unit of size; use B, kB, MB, GB, KiB, MiB or GiB");
    assertThatThrownBy(() -> Units.size("9999999999GiB"))
        .hasMessage("a size is at most 8589934591GiB");
    assertThat(Units.size("8589934591GiB")).isPositive();
  }

  @Test
  void showsWhatItReads() {
    for (String text : new String[] {"250ms", "2s", "1m", "1500us", "0ms", "3h", "7ns"}) {
      assertThat(Units.show(Units.duration(text))).isEqualTo(text);
    }
  }
}
