package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.net.SimRandom;
import java.util.Arrays;
import java.util.List;

/** Scenarios of requests that cannot be served and of flow control: S8 and S11. */
final class FlowScenarios {
  private static final int RING_ID = 29;
  private static final int ENTRIES = 53;
  private static final int LIST = 57;
  private static final int ENTRY_LENGTH = 16;
  private static final int WINDOW = 20;

  private FlowScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("S8", "requests in a new ring that nobody can serve", 4, 4, FlowScenarios::s8),
        Scenario.of("S11", "flow control while members come and go", 4, 2, FlowScenarios::s11)
            .tuned(
                (world, variant) -> {
                  if (variant != 0) {
                    world.ring(values -> values.windowSize = values.maxMessages = WINDOW);
                  }
                }));
  }

  private static void s8(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    long[] lastRequest = new long[1];
    stage
        .network()
        .addRule(
            packet -> {
              if (packet.requests() > 0 && !packet.ring().equals(old)) {
                lastRequest[0] = stage.world().now();
              }
              return PacketRule.PASS;
            });
    if (variant == 3) {
      loseFirstOfRecovery(stage, old);
    } else {
      addRequests(stage, old, variant, lastRequest);
    }
    stage.world().crash(4);
    stage.awaitRing(1, 2, 3);
    long installed = stage.world().now();
    int rings = stage.regulars(1).size();
    stage.claim(lastRequest[0] > 0, "something was requested");
    stage.sendMany(2, 5);
    stage.runFor(2000 * MS);
    stage.claim(stage.drained(), "messages flow");
    stage.claim(
        lastRequest[0] - installed < 100 * MS,
        "a request was still on the token "
            + (lastRequest[0] - installed) / MS
            + " ms after the ring was installed");
    stage.claim(stage.regulars(1).size() == rings, "and the ring lasts");
    stage.healWithout(4);
  }

  /** Of the first recovered packets one member lacks the first, another the third. */
  private static void loseFirstOfRecovery(ScenarioStage stage, RingId old) {
    stage.drop(
        packet -> packet.is(Datagram.MCAST) && packet.ring().equals(old) && packet.seq() % 2 == 0);
    for (int i = 0; i < 12; i++) {
      stage.send(1 + i % 3, 1000, i % 2 == 0);
    }
    stage.runFor(8 * MS);
    stage.dropFirst(2, packet -> packet.encapsulated() && packet.to() == 2 && packet.seq() == 1);
    stage.dropFirst(2, packet -> packet.encapsulated() && packet.to() == 3 && packet.seq() == 3);
  }

  /** The first tokens of a new ring carry requests for what nobody has or ever will have. */
  private static void addRequests(
      ScenarioStage stage, RingId old, int variant, long[] lastRequest) {
    int[] left = {6};
    Tampering.replace(
        stage,
        packet -> packet.is(Datagram.TOKEN) && !packet.ring().equals(old) && left[0]-- > 0,
        token -> {
          lastRequest[0] = stage.world().now();
          int entries = Tampering.intAt(token, ENTRIES);
          byte[] longer = Arrays.copyOf(token, LIST + ENTRY_LENGTH * (entries + 2));
          for (int i = 0; i < 2; i++) {
            int at = LIST + ENTRY_LENGTH * (entries + i);
            System.arraycopy(token, RING_ID, longer, at, 12);
            int seq = variant == 0 ? -i : variant == 1 ? 1 + i : 500 + i;
            Tampering.putInt(longer, at + 12, seq);
            if (variant == 1) {
              // A message of another ring.
              longer[at + 4]++;
            }
          }
          Tampering.putInt(longer, ENTRIES, entries + 2);
          return longer;
        });
  }

  /** Looks at every token: what it says of the window, and who had to wait how often. */
  private static final class FlowWatch implements PacketRule {
    private static final int SETTLING_VISITS = 6;

    private final ScenarioStage stage;
    private final int[] waited;
    private final int[] visits;
    private final boolean[] sent;
    private RingId ring;
    private int lastTokenSeq;
    private int worstWait;
    private int worstFcc;
    private long blankTokens;
    private String complaint;

    FlowWatch(ScenarioStage stage) {
      this.stage = stage;
      this.waited = new int[stage.nodes() + 1];
      this.visits = new int[stage.nodes() + 1];
      this.sent = new boolean[stage.nodes() + 1];
    }

    @Override
    public long verdict(Datagram packet) {
      int from = packet.from();
      if (packet.is(Datagram.MCAST) && packet.origin() == from) {
        sent[from] = true;
      }
      if (packet.is(Datagram.TOKEN) && packet.requests() >= 0) {
        token(packet, from);
      }
      return PASS;
    }

    private void token(Datagram token, int from) {
      if (!token.ring().equals(ring)) {
        ring = token.ring();
        Arrays.fill(waited, 0);
        Arrays.fill(visits, 0);
      } else if (token.tokenSeq() <= lastTokenSeq) {
        return;
      }
      lastTokenSeq = token.tokenSeq();
      if (token.backlog() < 0 || token.fcc() < 0) {
        complaint = "backlog " + token.backlog() + " and fcc " + token.fcc();
      }
      worstFcc = Math.max(worstFcc, token.fcc());
      blankTokens = token.backlog() == 0 && token.fcc() == 0 ? blankTokens + 1 : 0;
      boolean waits = stage.world().process(from).queuedBytes() > 0 && !sent[from];
      // The state exchange comes first on a new ring and holds messages for some visits.
      waited[from] = waits && ++visits[from] > SETTLING_VISITS ? waited[from] + 1 : 0;
      worstWait = Math.max(worstWait, waited[from]);
      sent[from] = false;
    }
  }

  private static void s11(ScenarioStage stage, int variant) {
    stage.formRing();
    FlowWatch watch = new FlowWatch(stage);
    stage.network().addRule(watch);
    SimRandom random = new SimRandom(stage.world().options().seed + variant);
    for (int round = 0; round < 40; round++) {
      int id = 1 + random.nextInt(4);
      stage.sendMany(id, 1 + random.nextInt(200));
      if (round % 5 == 4) {
        int other = 2 + random.nextInt(3);
        if (stage.world().up(other)) {
          stage.world().crash(other);
        } else {
          stage.start(other);
        }
      }
      stage.runFor(random.between(1, 120) * MS);
    }
    stage.start(1, 2, 3, 4);
    stage.awaitRing(1, 2, 3, 4);
    for (int id = 1; id <= 4; id++) {
      stage.sendMany(id, 300);
    }
    stage.await(stage::drained, 20_000 * MS, "all is sent");
    stage.runFor(500 * MS);
    int window = stage.policy().windowSize();
    stage.claim(watch.complaint == null, "never negative: " + watch.complaint);
    stage.claim(watch.worstFcc <= window, "fcc " + watch.worstFcc + " beyond the window");
    stage.claim(watch.blankTokens > 0, "no share of those that left sticks to the token");
    stage.claim(
        watch.worstWait <= 2, "a member with messages sent none in " + watch.worstWait + " visits");
    stage.heal();
  }
}
