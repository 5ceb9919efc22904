package io.evs.lock.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientLeaseTest {
  private static final long LEASE = 1600;

  private final List<String> told = new ArrayList<>();
  private final ClientLease lease =
      new ClientLease(
          LEASE,
          new ClientLease.Effects() {
            @Override
            public void beat() {
              told.add("beat");
            }

            @Override
            public void held(long claim) {
              told.add("held " + claim);
            }

            @Override
            public void late(long claim) {
              told.add("late " + claim);
            }

            @Override
            public void lost(long claim) {
              told.add("lost " + claim);
            }
          });

  @Test
  void whoHoldsAsksAgainAndGoesOnWhileTheDaemonAnswers() {
    assertThat(lease.deadline()).isEqualTo(Long.MAX_VALUE);
    lease.granted(0, 1, -50);
    lease.granted(0, 2, -50);
    for (long now = 100; now < 10 * LEASE; now += 100) {
      assertThat(lease.deadline()).isEqualTo(now);
      lease.timers(now);
      lease.answered(now - 60);
    }
    assertThat(told.subList(0, 3)).containsExactly("held 1", "held 2", "beat");
    assertThat(told).noneMatch(each -> each.startsWith("lost"));
    lease.released(1);
    lease.released(2);
    assertThat(lease.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoHoldsLosesWhenTheDaemonHasNotAnsweredForALease() {
    lease.granted(0, 1, -50);
    lease.timers(100);
    assertThat(lease.deadline()).as("asked once, until it is answered").isEqualTo(LEASE - 50);
    lease.timers(LEASE - 51);
    assertThat(told).containsExactly("held 1", "beat");
    lease.timers(LEASE - 50);
    assertThat(told).containsExactly("held 1", "beat", "lost 1");
    lease.lost(1);
    assertThat(told).as("once").hasSize(3);
  }

  /** The daemon answers, but hears nothing of its ring. */
  @Test
  void anAnswerCountsFromWhenTheDaemonHeardOfTheRing() {
    lease.granted(0, 1, -50);
    for (long now = 100; now < LEASE - 50; now += 100) {
      lease.timers(now);
      lease.answered(-50);
    }
    assertThat(lease.deadline()).isEqualTo(LEASE - 50);
    lease.answered(Long.MIN_VALUE);
    lease.timers(LEASE - 50);
    assertThat(told).endsWith("lost 1");
  }

  @Test
  void aGrantThatComesAfterItsLeaseIsNone() {
    lease.granted(5000, 1, 5000 - LEASE);
    lease.lost(1);
    assertThat(told).containsExactly("late 1");
  }

  @Test
  void whatTheDaemonHasLostIsLost() {
    lease.granted(0, 1, 0);
    lease.granted(0, 2, 0);
    lease.lost(1);
    lease.lost(3);
    assertThat(told).containsExactly("held 1", "held 2", "lost 1");
  }
}
