package io.evs.node.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.node.EmbeddedHandle;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembershipLimitTest {
  private final MembershipLimit limit = new MembershipLimit(3);
  private final SubmissionQueue submissions = new SubmissionQueue(4 << 20, () -> {});

  private Evs handle(long processId) {
    return new EmbeddedHandle(
        null,
        submissions,
        limit,
        new GroupMember(new NodeId(1), processId),
        new EvsListener() {},
        java.util.Optional.empty(),
        new HandleQueue(1 << 20, () -> {}));
  }

  private static List<Group> groups(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new Group("g" + i)).toList();
  }

  @Test
  void allHandlesOfANodeShareOneLimit() {
    Evs first = handle(1);
    Evs second = handle(2);
    first.join(groups(0, 2));
    first.join(groups(0, 2));
    assertThatThrownBy(() -> second.join(groups(0, 2)))
        .isInstanceOfSatisfying(
            EvsException.class, e -> assertThat(e.code()).isEqualTo(EvsException.Code.NO_RESOURCES))
        .hasMessageContaining("more than 3 groups");
    assertThat(second.joined()).isEmpty();
    second.join(groups(0, 1));
    first.leave(groups(0, 1));
    second.join(groups(1, 2));
    limit.end(2);
    first.join(groups(2, 4));
    assertThat(first.joined()).hasSize(3);
  }

  @Test
  void joinThatIsRefusedCountsNothing() {
    Evs first = handle(1);
    submissions.close();
    assertThatThrownBy(() -> first.join(groups(0, 3))).isInstanceOf(EvsException.class);
    assertThat(first.joined()).isEmpty();
    limit.add(2, 3);
    limit.remove(2, 5);
    limit.add(3, 3);
    assertThatThrownBy(() -> limit.add(3, 1)).isInstanceOf(EvsException.class);
  }
}
