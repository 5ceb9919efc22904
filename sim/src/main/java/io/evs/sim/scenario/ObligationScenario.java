package io.evs.sim.scenario;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;

/**
 * The second half of S37: the token of Recovery is lost when some members have promised a tail and
 * others have not, and the next attempt does without one whose messages are in it. All members of
 * the next transitional configuration must deliver the same.
 */
final class ObligationScenario {
  /** Hops of the token in Recovery after which it is lost, one after the other. */
  private static final int HOPS = 16;

  /** How the third member is lost: by a crash, or by a partition. */
  static final int VARIANTS = 2 * HOPS;

  private ObligationScenario() {}

  static void play(ScenarioStage stage, int variant) {
    RingId old = RecoveryScenarios.ringWithGaps(stage);
    RingId[] attempt = new RingId[1];
    int[] first = new int[1];
    boolean[] lost = new boolean[1];
    stage.drop(
        packet -> {
          if (!packet.is(Datagram.TOKEN) || packet.ring().equals(old)) {
            return false;
          }
          if (attempt[0] == null) {
            attempt[0] = packet.ring();
            first[0] = packet.tokenSeq();
          }
          boolean doomed =
              packet.ring().equals(attempt[0]) && packet.tokenSeq() - first[0] >= variant / 2;
          lost[0] |= doomed;
          return doomed;
        });
    stage.await(() -> lost[0], 20 * stage.token(), "the token of Recovery is lost");
    if (variant % 2 == 0) {
      stage.world().crash(3);
    } else {
      stage.network().partition(new int[] {1, 2}, new int[] {3});
    }
    stage.awaitRing(1, 2);
    stage.claim(stage.ring(1).sequence() > attempt[0].sequence(), "by a further attempt");
    if (variant % 2 == 0) {
      stage.healWithout(3, 4);
    } else {
      stage.healWithout(4);
    }
  }
}
