package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.wire.Trailer;
import org.junit.jupiter.api.Test;

/**
 * What is known of other nodes; the clock is near the end of its numbers, where differences count.
 */
class PeerTableTest {
  private static final long CONSENSUS = 1200;
  private static final long LATE = 4 * CONSENSUS;
  private static final int NODE = 7;

  private final PeerTable peers = new PeerTable();
  private long now = Long.MAX_VALUE - 2000;

  private static Trailer of(long incarnation) {
    return new Trailer(0, incarnation, 1, 1472, 80);
  }

  private static Trailer established(long incarnation) {
    return new Trailer(Trailer.ESTABLISHED, incarnation, 1, 1472, 80);
  }

  private long probation() {
    peers.putOnProbation(NODE, now, CONSENSUS);
    long length = 0;
    while (peers.isOnProbation(NODE, now + length)) {
      length += CONSENSUS;
    }
    return length / CONSENSUS;
  }

  @Test
  void probationGetsLongerForWhoComesBackSoon() {
    for (long times : new long[] {1, 2, 4, 8, 16, 16}) {
      assertThat(probation()).isEqualTo(times);
      now += times * CONSENSUS;
    }
    now += 17 * CONSENSUS;
    assertThat(probation()).as("after a quiet time").isEqualTo(1);
  }

  @Test
  void aRestartAndAProofEndProbation() {
    peers.heard(NODE, of(1), now);
    peers.putOnProbation(NODE, now, CONSENSUS);
    peers.heard(NODE, of(1), now);
    assertThat(peers.isOnProbation(NODE, now)).isTrue();
    peers.heard(NODE, of(2), now);
    assertThat(peers.isOnProbation(NODE, now)).isFalse();
    peers.putOnProbation(NODE, now, CONSENSUS);
    peers.endProbation(NODE);
    assertThat(peers.isOnProbation(NODE, now)).isFalse();
  }

  /** A member that has crashed is on probation too, but it keeps nobody out that is there. */
  @Test
  void whoIsHeardWhileOnProbationIsPutAside() {
    peers.heard(NODE, of(1), now);
    peers.putOnProbation(NODE, now, CONSENSUS);
    assertThat(peers.putAside(now + 1)).isEmpty();
    peers.heard(NODE, of(1), now + 1);
    assertThat(peers.putAside(now + 1)).containsExactly(new PutAside(NODE, now, now + CONSENSUS));
    assertThat(peers.putAside(now + CONSENSUS)).isEmpty();
    peers.endProbation(NODE);
    assertThat(peers.putAside(now + 1)).isEmpty();
  }

  @Test
  void anEarlierIncarnationIsLateForAWhileOnly() {
    peers.heard(NODE, of(5), now);
    assertThat(peers.isOlderIncarnation(NODE, of(4), now, LATE)).isTrue();
    assertThat(peers.isOlderIncarnation(NODE, of(5), now, LATE)).isFalse();
    assertThat(peers.isOlderIncarnation(NODE, of(6), now, LATE)).isFalse();
    assertThat(peers.isOlderIncarnation(NODE, null, now, LATE)).as("of corosync").isFalse();
    assertThat(peers.isOlderIncarnation(NODE, of(4), now + LATE, LATE)).isFalse();
    assertThat(peers.isOlderIncarnation(99, of(4), now, LATE)).isFalse();
  }

  /** Decisions, two nodes with one id: incarnations do not outdo the one that is established. */
  @Test
  void anEstablishedNodeIsNotLateForOneThatIsNot() {
    peers.heard(NODE, of(5), now);
    assertThat(peers.isOlderIncarnation(NODE, established(4), now, LATE)).isFalse();
    peers.heard(NODE, established(5), now);
    assertThat(peers.isOlderIncarnation(NODE, established(4), now, LATE)).isTrue();
  }

  /** S18: the lists of a join with a lower sequence are of a Gather that is over. */
  @Test
  void aJoinWithALowerSequenceIsLate() {
    peers.heard(NODE, of(1), now);
    assertThat(peers.isLateJoin(NODE, of(1), 20, now, LATE)).isFalse();
    assertThat(peers.isLateJoin(NODE, of(1), 16, now, LATE)).isTrue();
    assertThat(peers.isLateJoin(NODE, of(1), 20, now, LATE)).isFalse();
    assertThat(peers.isLateJoin(NODE, of(1), 16, now + LATE, LATE)).isFalse();
    peers.heard(NODE, of(2), now);
    assertThat(peers.isLateJoin(NODE, of(2), 4, now, LATE)).as("a restart").isFalse();
  }

  @Test
  void whoSaidThatItLeavesIsNotHeardAnyMore() {
    PeerTable.Peer peer = peers.heard(NODE, of(1), now);
    assertThat(peer.heardWithin(10, now + 9)).isTrue();
    assertThat(peer.heardWithin(10, now + 10)).isFalse();
    peers.gone(NODE);
    assertThat(peer.heardWithin(10, now)).isFalse();
    peers.heard(NODE, of(2), now);
    assertThat(peer.heardWithin(10, now)).isTrue();
  }

  @Test
  void theIncarnationThatAMemberToldIsTheOneThatIsKnown() {
    peers.heard(NODE, of(9), now);
    peers.confirm(NODE, 3, now);
    assertThat(peers.isNewIncarnation(NODE, of(3))).isFalse();
    assertThat(peers.isNewIncarnation(NODE, of(9))).isTrue();
    peers.confirm(99, 3, now);
    assertThat(peers.get(99)).isNull();
  }

  @Test
  void theOldestMakesRoom() {
    for (int id = 1; id <= PeerTable.PEERS_MAX + 1; id++) {
      peers.heard(id, of(1), now);
    }
    assertThat(peers.size()).isEqualTo(PeerTable.PEERS_MAX);
    assertThat(peers.get(1)).isNull();
    assertThat(peers.get(2)).isNotNull();
  }
}
