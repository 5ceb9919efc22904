package io.evs.sim.scenario;

import static io.evs.sim.scenario.IdentityScenarios.SECOND;

import io.evs.sim.Convergence;
import io.evs.sim.ScenarioStage;
import io.evs.sim.world.SimProcess;
import java.util.Arrays;

/**
 * Scenario S65: two nodes have one id, and a supervisor starts each again whenever it has ended.
 * First one or both also die again and again; then only the node that gives way ends, and the ring
 * rests whichever of the two is in it.
 */
final class OneIdChain {
  private static final int[] RING = {1, 2, 3};
  private static final int DEATHS = 6;
  private static final int MESSAGES = 30;

  /** In this variant both start before there is a ring, and may name their rings alike (S66). */
  private static final int NO_RING_BEFORE = 7;

  private final ScenarioStage stage;
  private final int variant;

  /** The process whose id the second has: once the representative of the ring. */
  private final int named;

  private boolean namedSupervised = true;
  private boolean secondSupervised = true;

  private OneIdChain(ScenarioStage stage, int variant) {
    this.stage = stage;
    this.variant = variant;
    this.named = variant == 3 || variant == 6 ? 1 : 2;
  }

  static void play(ScenarioStage stage, int variant) {
    new OneIdChain(stage, variant).play();
  }

  private void play() {
    IdentityScenarios.clocks(stage);
    if (variant == 4) {
      stage.drop(IdentityScenarios::isAnnouncedToSecond);
    }
    if (variant == NO_RING_BEFORE) {
      stage.world().startAs(named, named);
      stage.start(RING);
    } else {
      stage.formRing(RING);
    }
    boolean behind = variant % 2 == 0;
    long clock = behind ? 1 : 2 * IdentityScenarios.CLOCK;
    long before = gathers();
    IdentityScenarios.startSecond(stage, named, clock);
    supervise(named);
    supervise(SECOND);
    load();
    if (variant == 0) {
      stage.runFor(20 * stage.token());
      stage.claim(gathers() == before, (gathers() - before) + " gathers for a newcomer");
    } else {
      die();
    }
    rest();
    secondSupervised = false;
    stage.world().crash(SECOND);
    stage.awaitRing(RING);
    if (variant == NO_RING_BEFORE) {
      namedSupervised = false;
      stage.world().crash(named);
      stage.healWithout(named, SECOND);
    } else {
      stage.healWithout(SECOND);
    }
  }

  /** Looks from time to time whether a process has ended, and starts it again. */
  private void supervise(int id) {
    long pause = stage.token() / 3 + (variant + id) % 3 * stage.token();
    stage
        .world()
        .after(
            pause,
            () -> {
              if (id == named ? namedSupervised : secondSupervised) {
                stage.world().start(id);
                supervise(id);
              }
            });
  }

  /** One of the two or both die, at different moments of what the others do about it. */
  private void die() {
    for (int i = 0; i < DEATHS; i++) {
      stage.runFor((5 + i) * stage.token() / 2 + i * stage.token() / 7);
      boolean second = variant >= 2 && i % 2 == 1;
      stage.world().crash(second ? SECOND : named);
    }
  }

  /**
   * Nobody writes a trace of what the second sees, so that no message may need one: no safe ones.
   */
  private void load() {
    for (int i = 0; i < MESSAGES; i++) {
      int id = RING[i % RING.length];
      if (id != named) {
        stage.world().after(i * stage.token(), () -> stage.send(id, 200, false));
      }
    }
  }

  /** One of the two is in the ring, which does not gather any more whatever the other does. */
  private void rest() {
    stage.await(this::isRingOfThree, Convergence.boundNanos(stage.policy()), "a ring of three");
    stage.runFor(8 * stage.token());
    long before = gathers();
    stage.runFor(12 * stage.token());
    stage.claim(isRingOfThree(), "the ring of three lasts");
    stage.claim(gathers() == before, (gathers() - before) + " gathers of a ring that rests");
  }

  private boolean isRingOfThree() {
    int[] others = Arrays.stream(RING).filter(id -> id != named).toArray();
    boolean all = true;
    for (int id : others) {
      all &= stage.in(id, SimProcess.OPERATIONAL) && stage.members(id).size() == RING.length;
    }
    return all && stage.ring(others[0]).equals(stage.ring(others[1]));
  }

  private long gathers() {
    return Arrays.stream(RING)
        .filter(id -> id != named)
        .mapToLong(id -> IdentityScenarios.gathers(stage, id))
        .sum();
  }
}
