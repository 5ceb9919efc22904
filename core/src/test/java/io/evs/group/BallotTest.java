package io.evs.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.NodeId;
import io.evs.QuorumSettings;
import io.evs.QuorumSettings.Policy;
import io.evs.RingId;
import io.evs.quorum.Ballot;
import io.evs.quorum.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What members tell of their quorum is read back, and nothing that is damaged does harm. */
class BallotTest {
  private static Session session(long sequence) {
    return new Session(
        new RingId(-5, sequence),
        new TreeMap<>(Map.of(new NodeId(1), 2, new NodeId(-1), 0, new NodeId(7), 1)));
  }

  private static Ballot ballot() {
    return new Ballot(
        new QuorumSettings(300, 70, Policy.LAST_KNOWN_MAJORITY, true),
        Optional.of(session(1L << 40)),
        List.of(session((1L << 40) + 4), session((1L << 40) + 8)));
  }

  private static ServiceMessage.State read(byte[] state) {
    return ServiceMessage.readState(state, 0, state.length);
  }

  private static byte[] state(Optional<Ballot> ballot) {
    return ServiceMessage.state(9, new NodeId(3), Map.of(), ballot);
  }

  @Test
  void isReadBackAsItWasWritten() {
    assertThat(read(state(Optional.of(ballot()))).ballot()).contains(ballot());
  }

  @Test
  void aStateOfAMemberWithoutQuorumIsWhatItWasBefore() {
    byte[] state = state(Optional.empty());
    assertThat(state).hasSize(13);
    assertThat(read(state).ballot()).isEmpty();
  }

  @Test
  void itemsOfLaterVersionsAreSkipped() {
    byte[] own = state(Optional.of(ballot()));
    byte[] before = state(Optional.empty());
    byte[] unknown = {99, 3, 0, 0, 0, 1, 2, 3};
    byte[] all = new byte[own.length + unknown.length];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(unknown, 0, all, before.length, unknown.length);
    System.arraycopy(
        own, before.length, all, before.length + unknown.length, own.length - before.length);
    assertThat(read(all).ballot()).contains(ballot());
  }

  @Test
  void damagedBallotsAreNoneAndBreakNothing() {
    byte[] whole = state(Optional.of(ballot()));
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, 13 + random.nextInt(whole.length - 12));
      for (int changes = damaged.length == 13 ? 0 : random.nextInt(4); changes > 0; changes--) {
        damaged[13 + random.nextInt(damaged.length - 13)] = (byte) random.nextInt();
      }
      ServiceMessage.State state = read(damaged);
      assertThat(state.incarnation()).isEqualTo(9);
      state
          .ballot()
          .ifPresent(each -> assertThat(each.open()).hasSizeLessThanOrEqualTo(Ballot.OPEN_MAX + 1));
    }
  }
}
