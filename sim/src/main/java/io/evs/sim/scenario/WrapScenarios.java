package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.WorldOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sequences that wrap, of messages, of tokens and of both: S9. */
final class WrapScenarios {
  private static final int KINDS = 3;
  private static final int TOKENS_ONLY = 1;
  private static final int MESSAGES_ONLY = 0;
  private static final int NEAR = 4000;
  private static final int HALF_GAP = 15;

  private WrapScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S9", "sequences wrap, with a recovery across", 3, 12, WrapScenarios::s9)
            .tuned(WrapScenarios::nearTheWrap));
  }

  /** Unsigned numbers wrap at 0, signed ones at the sign bit. */
  private static int boundary(int variant) {
    return variant / KINDS % 2 == 0 ? 0 : Integer.MIN_VALUE;
  }

  /** In the second half the numbers begin so late that those of recovery itself wrap. */
  private static boolean inRecovery(int variant) {
    return variant >= 2 * KINDS;
  }

  private static void nearTheWrap(WorldOptions world, int variant) {
    int before = inRecovery(variant) ? 10 : boundary(variant) == 0 ? 512 : 256;
    int start = boundary(variant) - before;
    int kind = variant % KINDS;
    world.initialSeq = kind == TOKENS_ONLY ? 0 : start;
    world.initialTokenSeq = kind == MESSAGES_ONLY ? 0 : start;
  }

  /** Whether numbers of one ring were seen on both sides of the boundary. */
  private static final class Crossing {
    private final int boundary;
    private RingId ring;
    private boolean below;
    private boolean crossed;

    Crossing(int boundary) {
      this.boundary = boundary;
    }

    void saw(RingId in, int number) {
      if (!in.equals(ring)) {
        ring = in;
        below = false;
      }
      int distance = number - boundary;
      below |= distance < 0 && distance > -NEAR;
      crossed |= below && distance >= 0 && distance < NEAR;
    }
  }

  private static final class Crossings implements PacketRule {
    private final Crossing messages;
    private final Crossing tokens;
    private final Crossing recovered;
    private final Crossing recovering;

    Crossings(int boundary) {
      messages = new Crossing(boundary);
      tokens = new Crossing(boundary);
      recovered = new Crossing(boundary);
      recovering = new Crossing(boundary);
    }

    @Override
    public long verdict(Datagram packet) {
      if (packet.is(Datagram.TOKEN)) {
        tokens.saw(packet.ring(), packet.tokenSeq());
      } else if (packet.encapsulated()) {
        recovered.saw(packet.ring(), packet.innerSeq());
        recovering.saw(packet.ring(), packet.seq());
      } else if (packet.is(Datagram.MCAST)) {
        messages.saw(packet.ring(), packet.seq());
      }
      return PASS;
    }
  }

  private static void s9(ScenarioStage stage, int variant) {
    Crossings crossings = new Crossings(boundary(variant));
    stage.network().addRule(crossings);
    RingId old = stage.formRing();
    int kind = variant % KINDS;
    boolean ofMessages = kind != TOKENS_ONLY;
    int middle = ofMessages && !inRecovery(variant) ? boundary(variant) : firstGap(variant);
    boolean[] passed = new boolean[1];
    stage.drop(
        packet -> {
          boolean data = packet.is(Datagram.MCAST) && packet.ring().equals(old);
          int distance = packet.seq() - middle;
          passed[0] |= data && distance > HALF_GAP;
          return data && packet.to() == 2 && distance >= -HALF_GAP && distance <= HALF_GAP;
        });
    stage.network().model().loss = 0.02;
    List<Long> items = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      items.add(stage.send(1, 1100, i % 4 == 0));
    }
    stage.await(() -> passed[0], 20_000 * MS, "numbers come to the place");
    if (kind != MESSAGES_ONLY && !inRecovery(variant)) {
      stage.await(() -> crossings.tokens.crossed, 20_000 * MS, "the token's number wraps");
    }
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    stage.world().crash(3);
    stage.awaitRing(1, 2);
    stage.await(stage::drained, 60_000 * MS, "all is ordered");
    stage.runFor(500 * MS);
    for (int id = 1; id <= 2; id++) {
      Set<Long> got = new HashSet<>();
      stage.messages(id).forEach(message -> got.add(message.item()));
      stage.claim(got.containsAll(items), "all messages are at " + id);
    }
    boolean both = inRecovery(variant);
    stage.claim(!ofMessages || crossings.messages.crossed, "message numbers wrapped");
    stage.claim(!ofMessages || both || crossings.recovered.crossed, "messages recovered across");
    stage.claim(!ofMessages || !both || crossings.recovering.crossed, "recovery's numbers wrapped");
    stage.claim(ofMessages || crossings.tokens.crossed, "token numbers wrapped");
    stage.heal();
  }

  /** Somewhere after what the ring has sent until now. */
  private static int firstGap(int variant) {
    boolean zero = variant % KINDS == TOKENS_ONLY;
    int begin = zero ? 0 : boundary(variant) - 10;
    return begin + 40 + HALF_GAP;
  }
}
