package io.evs.cli.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void marksRoundValues() {
    Axis axis = Axis.fromZero("MB/s", 237);
    assertThat(axis.ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("0", "50", "100", "150", "200", "250");
    assertThat(axis.place().applyAsDouble(125)).isEqualTo(0.5);
  }

  @Test
  void powersOfTenHoldBothEnds() {
    Axis axis = Axis.logarithmic("ms", 0.3, 20);
    assertThat(axis.ticks()).extracting(Axis.Tick::text).containsExactly("0.1", "1", "10", "100");
    assertThat(axis.place().applyAsDouble(1)).isBetween(0.333, 0.334);
  }

  @Test
  void eachNineHasTheSameRoom() {
    Axis axis = Axis.percentiles("share", 4);
    assertThat(axis.ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("0 %", "50 %", "90 %", "99 %", "99.9 %", "99.99 %");
    assertThat(axis.place().applyAsDouble(0.99)).isBetween(0.499, 0.501);
  }

  @Test
  void largeNumbersAreShort() {
    assertThat(Axis.number(1_200_000)).isEqualTo("1.2M");
    assertThat(Axis.number(40_000)).isEqualTo("40k");
    assertThat(Axis.number(0.25)).isEqualTo("0.25");
    assertThat(Axis.number(1000)).isEqualTo("1000");
    assertThat(Axis.number(0)).isEqualTo("0");
  }
}
