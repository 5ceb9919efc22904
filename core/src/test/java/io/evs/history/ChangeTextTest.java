package io.evs.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import io.evs.flight.Cause;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** NEW-A7: from what to what, who came, who went, and why, in one line. */
class ChangeTextTest {
  private static List<NodeId> ids(long... ids) {
    return LongStream.of(ids).mapToObj(NodeId::of).toList();
  }

  private static List<NodeEvent.Left> left(String reason, long... ids) {
    return ids(ids).stream().map(each -> new NodeEvent.Left(each, reason)).toList();
  }

  @Test
  void startsAndComings() {
    assertThat(ChangeText.of(ids(), ids(1), ids(), List.of(), Cause.START, false))
        .isEqualTo("started, and is alone");
    assertThat(ChangeText.of(ids(), ids(1, 2), ids(2), List.of(), Cause.START, false))
        .isEqualTo("started, in a ring of 1 2");
    assertThat(ChangeText.of(ids(1), ids(1, 2, 3), ids(2, 3), List.of(), Cause.JOIN, false))
        .isEqualTo("members 1 -> 1 2 3: 2 3 joined");
    assertThat(ChangeText.of(ids(1), ids(1, 2), ids(2), List.of(), Cause.MERGE, true))
        .isEqualTo("members 1 -> 1 2: 2 is back, which had been cut off or paused");
  }

  @Test
  void goings() {
    assertThat(ChangeText.of(ids(1, 2), ids(1), ids(), left("left", 2), Cause.LEAVE, false))
        .isEqualTo("members 1 2 -> 1: 2 left on purpose");
    assertThat(ChangeText.of(ids(1, 2), ids(1), ids(), left("pause", 2), Cause.PAUSE, false))
        .isEqualTo("members 1 2 -> 1: lost 2, for this process did not run");
    assertThat(
            ChangeText.of(ids(1, 2, 3), ids(1), ids(), left("token_lost", 2, 3), Cause.LINK, false))
        .isEqualTo("members 1 2 3 -> 1: lost 2 3, together: they are cut off");
    assertThat(
            ChangeText.of(ids(1, 2), ids(1, 2), ids(2), left("token_lost", 2), Cause.CRASH, false))
        .isEqualTo("members 1 2 -> 1 2: 2 ended without a word and started again");
    assertThat(ChangeText.of(ids(1, 2), ids(1, 2), ids(), List.of(), Cause.UNKNOWN, false))
        .isEqualTo("members 1 2 -> 1 2: the ring was formed again, and nobody is missing");
  }

  @Test
  void largeRingsAreCutShort() {
    long[] many = LongStream.rangeClosed(1, 384).toArray();
    String text = ChangeText.of(ids(1), ids(many), ids(many), List.of(), Cause.JOIN, false);
    assertThat(text).hasSizeLessThan(200).contains(" 15 16 … (384): ");
  }
}
