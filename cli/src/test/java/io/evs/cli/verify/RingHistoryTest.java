package io.evs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import io.evs.RingId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingHistoryTest {
  private static final RingId RING = new RingId(1, 8);
  private static final RingId NEXT = new RingId(1, 12);
  private static final List<NodeId> BOTH = List.of(new NodeId(1), new NodeId(2));

  private static RingHistory delivered(long... messages) {
    RingHistory history = new RingHistory(RING, /* begunLate= */ false);
    for (long message : messages) {
      history.add(message);
    }
    return history;
  }

  @Test
  void oneThatCrashedMayHaveLessButNothingElse() {
    assertThat(delivered(1, 2, 3).compare(delivered(1, 2))).isEmpty();
    assertThat(delivered(1, 2, 3).compare(delivered(2, 1)).orElseThrow()).contains("at place 0");
  }

  @Test
  void thoseThatLeaveTogetherHaveTheSame() {
    RingHistory a = delivered(1, 2);
    RingHistory b = delivered(1, 2, 3);
    a.leave(NEXT, BOTH);
    a.add(3);
    b.leave(NEXT, BOTH);
    assertThat(a.compare(b)).isEmpty();
    b.add(4);
    assertThat(a.compare(b).orElseThrow()).contains("3 and 4 messages");
    assertThat(b.compare(a)).isPresent();
  }

  @Test
  void whatComesAfterASeparationMayDiffer() {
    RingHistory a = delivered(1, 2);
    RingHistory b = delivered(1, 2);
    a.leave(NEXT, List.of(new NodeId(1)));
    a.add(3);
    b.leave(new RingId(2, 12), List.of(new NodeId(2)));
    b.add(4);
    assertThat(a.compare(b)).isEmpty();
  }

  @Test
  void oneThatJoinedAmidARingIsComparedFromThere() {
    RingHistory late = new RingHistory(RING, /* begunLate= */ true);
    late.add(2);
    late.add(3);
    assertThat(delivered(1, 2, 3).compare(late)).isEmpty();
    assertThat(late.compare(delivered(1, 2, 4))).isPresent();
  }

  @Test
  void oneThatJoinedBehindWhereTheOtherLeftIsNotHeldAgainstIt() {
    RingHistory left = delivered(1, 2);
    left.leave(NEXT, BOTH);
    left.add(3);
    left.add(4);
    RingHistory late = new RingHistory(RING, /* begunLate= */ true);
    late.add(4);
    assertThat(left.compare(late)).isEmpty();
    assertThat(late.compare(left)).isEmpty();
  }
}
