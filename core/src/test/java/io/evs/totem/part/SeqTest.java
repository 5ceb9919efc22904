package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeqTest {
  /** Numbers wrap at 2^32, where the sign changes, and at 0. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1, -100, Integer.MAX_VALUE, Integer.MIN_VALUE, 4711})
  void laterNumbersAreGreaterWhereverTheyWrap(int seq) {
    for (int step : new int[] {1, 2, ReceiveWindow.CAPACITY_MAX, Integer.MAX_VALUE}) {
      int later = seq + step;
      assertThat(Seq.less(seq, later)).isTrue();
      assertThat(Seq.less(later, seq)).isFalse();
      assertThat(Seq.lessOrEqual(seq, later)).isTrue();
      assertThat(Seq.lessOrEqual(later, seq)).isFalse();
      assertThat(Seq.min(seq, later)).isEqualTo(Seq.min(later, seq)).isEqualTo(seq);
      assertThat(Seq.max(seq, later)).isEqualTo(Seq.max(later, seq)).isEqualTo(later);
    }
    assertThat(Seq.less(seq, seq)).isFalse();
    assertThat(Seq.lessOrEqual(seq, seq)).isTrue();
  }
}
