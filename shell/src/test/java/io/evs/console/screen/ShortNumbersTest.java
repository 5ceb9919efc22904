package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evs.console.model.Rates;
import io.evs.console.model.Series;
import io.evs.console.words.ShortNumbers;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ShortNumbersTest {
  @Test
  void numbersTakeFiveCharactersAtMost() {
    assertThat(ShortNumbers.compact(0)).isEqualTo("0");
    assertThat(ShortNumbers.compact(999)).isEqualTo("999");
    assertThat(ShortNumbers.compact(999.9)).isEqualTo("1.0k");
    assertThat(ShortNumbers.compact(1_234)).isEqualTo("1.2k");
    assertThat(ShortNumbers.compact(9_960)).isEqualTo("10k");
    assertThat(ShortNumbers.compact(999_999)).isEqualTo("1.0M");
    assertThat(ShortNumbers.compact(340_000_000)).isEqualTo("340M");
    assertThat(ShortNumbers.compact(OptionalLong.empty())).isEqualTo("-");
    for (double value = 1; value < 1e14; value *= 1.07) {
      assertThat(ShortNumbers.compact(value)).hasSizeLessThanOrEqualTo(5);
    }
  }

  @Test
  void timesHaveTheirUnit() {
    assertThat(ShortNumbers.micros(312.4)).isEqualTo("312 us");
    assertThat(ShortNumbers.micros(4_130)).isEqualTo("4.1 ms");
    assertThat(ShortNumbers.micros(34_000)).isEqualTo("34 ms");
    assertThat(ShortNumbers.micros(1_600_000)).isEqualTo("1.6 s");
    assertThat(List.of(5L, 119L, 120L, 7_200L, 172_800L).stream().map(ShortNumbers::age))
        .containsExactly("5 s", "119 s", "2 min", "2 h", "2 d");
  }

  @Test
  void aRateIsThatOfTheLastLooks() {
    Rates rates = new Rates();
    assertThat(rates.perSecond()).isEmpty();
    for (int i = 0; i <= 20; i++) {
      rates.note(i * 500_000_000L, OptionalLong.of(i < 10 ? 0 : (i - 10) * 50L));
    }
    assertThat(rates.perSecond()).hasValueCloseTo(100.0, within(0.001));
    // Time that stands still changes nothing; a member that restarts starts over.
    rates.note(20 * 500_000_000L, OptionalLong.of(9999));
    assertThat(rates.perSecond()).hasValueCloseTo(100.0, within(0.001));
    rates.note(21 * 500_000_000L, OptionalLong.of(3));
    assertThat(rates.perSecond()).isEmpty();
    rates.note(31 * 500_000_000L, OptionalLong.of(1003));
    assertThat(rates.perSecond()).hasValueCloseTo(200.0, within(0.001));
    // A clock that was set back starts over, too.
    rates.note(0, OptionalLong.of(1004));
    assertThat(rates.perSecond()).isEmpty();
  }

  @Test
  void aSeriesForgetsItsOldest() {
    Series series = new Series(3);
    for (double value : new double[] {9, 1, Double.NaN, 2}) {
      series.add(value);
    }
    assertThat(series.size()).isEqualTo(3);
    assertThat(series.fromEnd(0)).isEqualTo(2);
    assertThat(series.fromEnd(1)).isNaN();
    assertThat(series.fromEnd(3)).isNaN();
    assertThat(series.max(10)).isEqualTo(2);
    assertThat(new Series(4).max(4)).isZero();
  }

  @Test
  void theLocaleSaysWhetherToKeepToAscii() {
    assertThat(ConsoleOptions.isAsciiLocale(Map.of("LANG", "de_DE.UTF-8"))).isFalse();
    assertThat(ConsoleOptions.isAsciiLocale(Map.of("LANG", "en_US.utf8"))).isFalse();
    assertThat(ConsoleOptions.isAsciiLocale(Map.of("LC_ALL", "C", "LANG", "C.UTF-8"))).isTrue();
    assertThat(ConsoleOptions.isAsciiLocale(Map.of("LC_ALL", "", "LC_CTYPE", "C.UTF-8"))).isFalse();
    assertThat(ConsoleOptions.isAsciiLocale(Map.of())).isTrue();
  }
}
