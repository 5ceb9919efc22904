package io.evs.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.ConfigurationChange.Kind;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.console.words.RingWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** NEW-B7: lines of 80 columns were full of the ids of rings. */
class RingLinesTest {
  private static final NodeId SELF = NodeId.of(860569905);
  private static final NodeId OTHER = NodeId.of(810237048);
  private static final RingId FIRST = new RingId(860569905, 114926824318277L);
  private static final RingId SECOND = new RingId(810237048, 114926893911941L);

  private static ConfigurationChange ends(RingId ring, RingId next) {
    return new ConfigurationChange(
        Kind.TRANSITIONAL, ring, Optional.of(next), List.of(SELF), List.of(), List.of(OTHER));
  }

  private static ConfigurationChange begins(RingId ring) {
    return new ConfigurationChange(
        Kind.REGULAR, ring, Optional.empty(), List.of(SELF), List.of(SELF), List.of());
  }

  @Test
  void ringsAreCalledByTheNumberThatTheNodeCounts() {
    RingWords words = new RingWords();
    words.begin(Statuses.of(860569905, "a", Map.of(), List.of()));
    assertThat(words.line(begins(FIRST))).isEqualTo("ring 1: members 860569905 (joined 860569905)");
    assertThat(words.line(ends(FIRST, SECOND)))
        .isEqualTo("ring 1 ends; to ring 2 with 860569905 (left 810237048)")
        .hasSizeLessThan(80);
    assertThat(words.line(begins(SECOND))).startsWith("ring 2: ");
  }

  @Test
  void ringsThatNobodyCountedHaveTheirIds() {
    assertThat(new RingWords().line(ends(FIRST, SECOND)))
        .startsWith("ring 860569905:114926824318277 ends; to ring 810237048:114926893911941");
  }
}
