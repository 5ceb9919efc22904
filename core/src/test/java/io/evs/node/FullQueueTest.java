package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.TestPorts;
import io.evs.TotemOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node whose send queue is full, because the token is lost and the time-out is long. */
@Timeout(40)
class FullQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final EvsConfig.Builder ring =
      EvsConfig.builder()
          .port(0)
          .multicastPort(TestPorts.unused())
          .ringName("test-" + Long.toHexString(new Random().nextLong()))
          .totem(TotemOption.TOKEN, Duration.ofSeconds(60));
  private EvsNode node;
  private EvsNode other;

  @BeforeEach
  void fill() {
    node = EvsNode.start(ring.nodeId(1).build());
    other = EvsNode.start(ring.nodeId(2).build());
    node.awaitMembers(2, LONG);
    FaultInjection.crash(other);
    try (Evs handle = node.open(new EvsListener() {})) {
      List<Group> nobody = List.of(new Group("nobody"));
      byte[] large = new byte[Evs.MESSAGE_MAX_BYTES];
      EvsException full = null;
      while (full == null) {
        full =
            catchThrowableOfType(
                EvsException.class, () -> handle.tryMulticast(Guarantee.AGREED, nobody, large));
      }
      assertThat(full.code()).isEqualTo(EvsException.Code.TRY_AGAIN);
    }
  }

  @AfterEach
  void crashBoth() {
    FaultInjection.crash(node);
    FaultInjection.crash(other);
  }

  /** Issue 13: the question joined a group first, and waited for room as long as that took. */
  @Test
  void whoAsksAllMembersWaitsNoLongerThanTheirPatience() {
    EvsException silent =
        catchThrowableOfType(
            EvsException.class, () -> StatusQuery.once(node, Duration.ofMillis(100)));
    assertThat(silent.code()).isEqualTo(EvsException.Code.TIMEOUT);
  }
}
