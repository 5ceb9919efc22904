package io.evs.totem;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.PacketPool;
import org.junit.jupiter.api.Test;

/** How many packets a visit may send; the window is of 256 packets, a visit of 64. */
class FlowControlTest {
  private static final RingPolicy POLICY = RingPolicy.ours(1_000_000_000L);
  private static final int WINDOW = POLICY.windowSize();
  private static final int VISIT = POLICY.maxMessages();

  private final FlowControl flow =
      new FlowControl(
          new TotemContext(
              new TotemConfig(1, 1, 1, 1, 1 << 20, 1472, 0, 0, 0, POLICY),
              new NoEffects(),
              null,
              new PacketPool(1 << 16, 1)));
  private final RingState ring = new RingState(new RingId(1, 8), new int[] {1, 2, 3}, 1, 0, 0);
  private final byte[] token = new byte[OrfToken.length(0)];

  private void token(int fcc, int backlog) {
    Bytes.putInt(token, OrfToken.FCC, fcc);
    Bytes.putInt(token, OrfToken.BACKLOG, backlog);
  }

  @Test
  void aVisitSendsItsMostOrWhatTheWindowLeaves() {
    token(0, 0);
    assertThat(flow.allowed(token, ring, 0)).isEqualTo(VISIT);
    token(WINDOW - 10, 0);
    assertThat(flow.allowed(token, ring, 0)).isEqualTo(10);
    token(WINDOW, 0);
    assertThat(flow.allowed(token, ring, 0)).isZero();
    token(-1, 0);
    assertThat(flow.allowed(token, ring, 0)).as("2^32 - 1").isZero();
  }

  /** A member whose backlog is a tenth of all gets a tenth of the window. */
  @Test
  void shareGoesByBacklog() {
    ring.lastBacklog = 100;
    token(0, 1000);
    assertThat(flow.allowed(token, ring, 100)).isEqualTo(WINDOW / 10);
    token(0, 100);
    assertThat(flow.allowed(token, ring, 100)).as("all of it is its own").isEqualTo(VISIT);
    ring.lastBacklog = 0;
    assertThat(flow.allowed(token, ring, 100)).as("it had none before").isEqualTo(VISIT);
  }

  @Test
  void aMemberReplacesItsOwnShareOnly() {
    ring.lastContribution = 20;
    ring.lastBacklog = 5;
    token(100, 50);
    flow.update(token, ring, 30, 7);
    assertThat(OrfToken.fcc(token)).isEqualTo(110);
    assertThat(OrfToken.backlog(token)).isEqualTo(52);
    flow.update(token, ring, 0, 0);
    assertThat(OrfToken.fcc(token)).isEqualTo(80);
    assertThat(OrfToken.backlog(token)).isEqualTo(45);
  }

  /** S11: a member may have left with its share. */
  @Test
  void sharesNeverBecomeNegative() {
    ring.lastContribution = 20;
    ring.lastBacklog = 5;
    token(3, 1);
    flow.update(token, ring, 0, 0);
    assertThat(OrfToken.fcc(token)).isZero();
    assertThat(OrfToken.backlog(token)).isZero();
  }

  @Test
  void aDamagedCountIsSetRightByTheRepresentativeWhenNobodySends() {
    ring.lastContribution = 4;
    ring.lastBacklog = 2;
    token(WINDOW + 1000, 9999);
    ring.unchangedVisits = POLICY.seqnoUnchangedConst();
    assertThat(flow.allowed(token, ring, 2)).isZero();
    ring.unchangedVisits++;
    assertThat(flow.allowed(token, ring, 2)).isEqualTo(VISIT);
    assertThat(OrfToken.fcc(token)).isEqualTo(4);
    assertThat(OrfToken.backlog(token)).isEqualTo(2);
    RingState second = new RingState(new RingId(1, 8), new int[] {1, 2, 3}, 2, 0, 0);
    second.unchangedVisits = ring.unchangedVisits;
    token(WINDOW + 1000, 9999);
    assertThat(flow.allowed(token, second, 2)).isZero();
  }

  @Test
  void someLossesAreAlwaysMended() {
    assertThat(flow.retransmitsAllowed(0)).isEqualTo(8);
    assertThat(flow.retransmitsAllowed(40)).isEqualTo(40);
  }

  @Test
  void nobodysWindowIsOverrun() {
    assertThat(flow.room(ring, 0)).isEqualTo(POLICY.unreleasedMax());
    assertThat(flow.room(ring, POLICY.unreleasedMax() - 1)).isEqualTo(1);
    assertThat(flow.room(ring, POLICY.unreleasedMax() + 50)).isZero();
  }

  @Test
  void aCongestedMemberClaimsAGrowingPartOfTheWindow() {
    int[] percent = {0, 50, 75, 100, 1000};
    int[] claims = {0, 0, (WINDOW - 1) / 2, WINDOW - 1, WINDOW - 1};
    for (int i = 0; i < percent.length; i++) {
      ring.lastContribution = 0;
      token(0, 0);
      flow.congestion(percent[i]);
      flow.update(token, ring, 0, 0);
      assertThat(OrfToken.fcc(token)).as("at %d %%", percent[i]).isEqualTo(claims[i]);
    }
  }
}
