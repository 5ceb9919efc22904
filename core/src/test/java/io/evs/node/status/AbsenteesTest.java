package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.node.process.Moment;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** NEW-A6: who should be in the ring and is not, since when, and why. */
class AbsenteesTest {
  private static final InetSocketAddress LISTED = new InetSocketAddress("127.0.0.2", 5405);
  private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.3", 5405);

  private final Absentees absentees = new Absentees();

  private List<NodeStatus.Missing> list(Moment now, Set<Integer> putAside) {
    return absentees.list(now, List.of(LISTED), List.of("evs-9"), putAside);
  }

  private static Moment in(long hours) {
    Moment now = Moment.now();
    return new Moment(
        now.wall().plusSeconds(hours * 3600), now.nanos() + TimeUnit.HOURS.toNanos(hours));
  }

  private static String text(NodeStatus.Missing missing) {
    return missing.nodeId().map(Object::toString).orElse("-")
        + " "
        + missing.address()
        + " "
        + missing.reason();
  }

  @Test
  void aPeerThatWasNeverSeenIsTold() {
    assertThat(list(in(0), Set.of()))
        .extracting(AbsenteesTest::text)
        .containsExactly("- 127.0.0.2:5405 not_seen", "- evs-9 no_address");
    assertThat(list(in(0), Set.of())).allMatch(each -> each.since().isPresent());
  }

  @Test
  void aMemberThatWentIsToldWithItsReason() {
    absentees.left(2, "left", Optional.of(LISTED), 7);
    absentees.left(3, "token_lost", Optional.of(OTHER), 8);
    absentees.left(4, "left", Optional.empty(), 9);
    assertThat(list(in(0), Set.of()))
        .extracting(AbsenteesTest::text)
        .containsExactly(
            "2 127.0.0.2:5405 left", "- evs-9 no_address", "3 127.0.0.3:5405 token_lost");
    assertThat(list(in(0), Set.of(3)).get(2).reason()).isEqualTo("put_aside");
    // Nobody listed it: it is not missed for ever.
    assertThat(list(in(2), Set.of())).hasSize(2);
    absentees.present(List.of(NodeId.of(3)));
    assertThat(list(in(0), Set.of())).hasSize(2);
  }

  /** Issue 13: a node that had been paused itself said for minutes that others were put aside. */
  @Test
  void whoWasLostWhileThisProcessDidNotRunIsToldToBe() {
    absentees.left(3, "pause", Optional.of(OTHER), 8);
    assertThat(list(in(0), Set.of(3)).get(2).reason()).isEqualTo("pause");
    assertThat(absentees.isLostInPause(3)).isTrue();
    assertThat(absentees.isLostInPause(2)).isFalse();
    absentees.present(List.of(NodeId.of(3)));
    assertThat(absentees.isLostInPause(3)).isFalse();
  }

  @Test
  void whatItsAddressDoesSaysWhy() {
    absentees.left(2, "token_lost", Optional.of(LISTED), 7);
    Moment now = in(0);
    absentees.suspect(LISTED, "other_key", now.nanos());
    assertThat(list(now, Set.of()).get(0).reason()).isEqualTo("other_key");
    assertThat(list(in(1), Set.of()).get(0).reason()).isEqualTo("token_lost");
  }

  @Test
  void whoComesBackWithoutHavingEndedIsKnown() {
    absentees.left(2, "token_lost", Optional.of(LISTED), 7);
    assertThat(absentees.isBack(2, 7)).isTrue();
    assertThat(absentees.isBack(2, 8)).isFalse();
    assertThat(absentees.isBack(3, 7)).isFalse();
  }

  @Test
  void strangersTakeNoMoreRoomThanSome() {
    for (int i = 1; i < 10_000; i++) {
      absentees.left(i, "token_lost", Optional.empty(), i);
      absentees.suspect(new InetSocketAddress("127.0.0.3", i), "other_key", 0);
    }
    assertThat(list(in(0), Set.of())).hasSize(NodeStatus.MISSING_MAX);
    assertThat(absentees.isBack(1, 1)).isFalse();
  }
}
