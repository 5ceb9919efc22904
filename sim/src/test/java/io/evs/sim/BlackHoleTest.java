package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.trace.TraceHub;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.World;
import io.evs.sim.world.WorldOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Issue 13, "an MTU black hole": one member gets no packet above 1200 bytes. A token that asks for
 * many packets is longer than that; Recovery with such tokens failed again and again, so that there
 * was no ring at all while the hole lasted.
 */
class BlackHoleTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void theOthersGoOnWithoutAMemberThatGetsOnlyShortPackets() {
    WorldOptions options = new WorldOptions(3, 7);
    options.keepHistory = false;
    World world = new World(options, MemberLogic::new, TraceHub.NONE);
    ScenarioStage stage = new ScenarioStage(world, Long.MAX_VALUE);
    stage.formRing();
    world.network().model(1, 3).maxBytes = 1200;
    world.network().model(2, 3).maxBytes = 1200;
    for (int i = 0; i < 600; i++) {
      int sender = 1 + i % 2;
      world.after(i * SECOND / 3000, () -> stage.send(sender, 1350, false));
    }
    stage.await(() -> stage.members(1).equals(List.of(1, 2)), 60 * SECOND, "a ring of 1 and 2");
    assertThat(stage.members(2)).containsExactly(1, 2);
  }
}
