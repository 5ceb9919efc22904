package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.LinkModel;
import io.evs.sim.net.PacketRule;
import java.util.List;

/** Scenarios of a token that rests, or is only late: S67 and S68. */
final class RestScenarios {
  /** More than it takes to repeat a token twice, less than the token time-out by far. */
  private static final long LATE_NANOS = 6 * MS;

  /** Every so many tokens are late. */
  private static final int LATE_ONE_OF = 40;

  private RestScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S67", "the token rests at the last sender", 3, 3, RestScenarios::s67),
        Scenario.of("S68", "a late token on a network that loses nothing", 3, 2, RestScenarios::s68)
            .with(values -> values.rtoMinNanos = MS));
  }

  /** Whoever sends again has it at hand; another asks once, and has it soon. */
  private static void s67(ScenarioStage stage, int variant) {
    int sender = variant + 1;
    int other = sender % 3 + 1;
    stage.formRing();
    stage.runFor(500 * MS);
    long first = stage.send(sender, 100, true);
    stage.await(() -> stage.delivered(first, 1, 2, 3), 20 * MS, "the first is delivered");
    stage.runFor(10 * MS);
    List<Datagram> asked = stage.capture(packet -> packet.is(Datagram.HOLD_CANCEL));
    LinkModel model = stage.network().model();
    long hop = model.baseNanos + model.tailNanos;
    for (int i = 0; i < 20; i++) {
      long item = stage.send(sender, 100, i % 2 == 0);
      stage.await(() -> stage.delivered(item, sender), 8 * hop, "its own message, at once");
      stage.await(() -> stage.delivered(item, 1, 2, 3), 12 * hop, "and everywhere");
      stage.runFor(10 * MS);
    }
    stage.claim(asked.isEmpty(), "who has the token need not ask for it");
    long item = stage.send(other, 100, false);
    stage.await(() -> stage.delivered(item, 1, 2, 3), 12 * hop, "another has it soon");
    stage.claim(!asked.isEmpty(), "it asked");
    stage.heal();
  }

  /** Its next holder waits for a processor, and with it all that it is sent. */
  private static void s68(ScenarioStage stage, int variant) {
    stage.network().model().baseNanos = MS / 10;
    stage.network().model().tailNanos = 0;
    stage.formRing();
    int[] tokens = {0};
    long[] awayUntil = new long[4];
    stage
        .network()
        .addRule(
            packet -> {
              long now = stage.world().now();
              int to = packet.to();
              boolean may = variant == 1 || to == 2;
              if (may && packet.is(Datagram.TOKEN) && tokens[0]++ % LATE_ONE_OF == 0) {
                awayUntil[to] = now + LATE_NANOS;
              }
              return now < awayUntil[to] ? awayUntil[to] - now : PacketRule.PASS;
            });
    stage.load(1000 * MS, 10_000);
    stage.runFor(1100 * MS);
    stage.await(stage::drained, 1000 * MS, "all is delivered");
    long repeated = stage.world().counters().get("tokens_retransmitted");
    stage.claim(repeated > 0, "late tokens are repeated");
    long again = stage.world().counters().get("retransmits_with_token");
    stage.claim(again == 0, "no message is sent again where none was lost");
    stage.heal();
  }
}
