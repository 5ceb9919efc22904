package io.evs.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.cli.base.CliException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * NEW-A8: the bench waited for half a minute without a word, used a processor for it, and counted
 * two members in a ring of three.
 */
class GatheringTest {
  private static final Duration LIMIT = Duration.ofMillis(300);

  private final LinkedBlockingQueue<BenchMember.Event> events = new LinkedBlockingQueue<>();
  private final List<String> said = new ArrayList<>();
  private int looks;

  private Gathering gathering(int ring) {
    return new Gathering(this::next, () -> nodes(ring), said::add);
  }

  private BenchMember.Event next(long nanos) {
    looks++;
    try {
      return events.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<NodeId> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(NodeId::of).toList();
  }

  private void come(int count) {
    List<GroupMember> members =
        nodes(count).stream().map(node -> new GroupMember(node, 100)).toList();
    events.add(new BenchMember.Members(members, List.of()));
  }

  @Test
  void allMembersOfTheRingAreWaitedForAndNoLonger() {
    come(1);
    come(2);
    come(3);
    assertThat(gathering(3).await(Optional.empty(), Duration.ofMinutes(1))).hasSize(3);
    assertThat(said)
        .contains("waiting: 1 of the ring's 3 members takes part, not 2, 3")
        .contains("waiting: 2 of the ring's 3 members take part, not 3");
  }

  @Test
  void aNumberThatIsGivenIsEnough() {
    come(2);
    assertThat(gathering(3).await(Optional.of(2), Duration.ofMinutes(1))).hasSize(2);
  }

  @Test
  void whoIsMissingIsNamedAndTheWaitCostsNothing() {
    come(1);
    Gathering gathering = gathering(3);
    assertThatThrownBy(() -> gathering.await(Optional.empty(), LIMIT))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("1 of the ring's 3 members takes part after 0 s");
    assertThat(gathering.missing()).containsExactly(NodeId.of(2), NodeId.of(3));
    assertThat(looks).isLessThan(10);
  }

  @Test
  void theWaitForOneMoreCostsNothingEither() {
    come(1);
    Duration beyondTheTimeToSettle = Gathering.SETTLE.plus(LIMIT);
    assertThatThrownBy(() -> gathering(1).await(Optional.empty(), beyondTheTimeToSettle))
        .hasMessageContaining("this member is alone in its ring");
    assertThat(looks).isLessThan(20);
  }

  @Test
  void twoThatAreJoinedByNobodyElseBegin() {
    come(2);
    assertThat(gathering(3).await(Optional.empty(), Duration.ofMinutes(1))).hasSize(2);
    assertThat(looks).isLessThan(20);
  }
}
