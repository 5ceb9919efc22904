package io.evs.sim.scenario;

import static io.evs.sim.ScenarioStage.MS;

import io.evs.RingId;
import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.AppEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Scenarios of how recovery ends, and for whom: S37, S42, S44 and S45. */
final class RecoveryEndScenarios {
  private static final String RECOVERY = "RECOVERY";
  private static final String OPERATIONAL = "OPERATIONAL";
  private static final int RETRANS_FLG = 49;
  private static final int VISITS_MAX = 30;

  private RecoveryEndScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of(
            "S37",
            "some install, one does not",
            4,
            4 + ObligationScenario.VARIANTS,
            RecoveryEndScenarios::s37),
        Scenario.of(
            "S42", "who has something to send again in recovery", 4, 4, RecoveryEndScenarios::s42),
        Scenario.of(
            "S44", "merge of rings with very different sequences", 4, 4, RecoveryEndScenarios::s44),
        Scenario.of("S45", "a recovery that never ends", 3, 3, RecoveryEndScenarios::s45)
            .with(values -> values.failRecvConst = VISITS_MAX));
  }

  /**
   * All lack node 4's second message, so what comes behind is owed only to those who promised it:
   * messages of nodes 1 to 3, each missing somewhere.
   */
  private static RingId ringWithTail(ScenarioStage stage) {
    RingId ring = stage.formRing();
    stage.runFor(100 * MS);
    Set<Integer> ofFour = new HashSet<>();
    int[] hole = new int[1];
    stage.drop(
        packet -> {
          if (!packet.is(Datagram.MCAST) || !packet.ring().equals(ring)) {
            return false;
          }
          if (packet.origin() == 4 && ofFour.add(packet.seq()) && ofFour.size() == 2) {
            hole[0] = packet.seq();
          }
          boolean behind = hole[0] != 0 && packet.seq() > hole[0];
          return packet.seq() == hole[0] || (behind && (packet.seq() + packet.to()) % 3 == 0);
        });
    stage.send(4, 900, false);
    stage.send(4, 900, true);
    stage.await(() -> hole[0] != 0, stage.token(), "a message is lost to all");
    for (int i = 0; i < 12; i++) {
      stage.send(1 + i % 3, 900, i / 3 % 2 == 0);
    }
    stage.runFor(9 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(ring));
    stage.world().crash(4);
    return ring;
  }

  private static void s37(ScenarioStage stage, int variant) {
    if (variant >= 4) {
      ObligationScenario.play(stage, variant - 4);
      return;
    }
    RingId old = ringWithTail(stage);
    int loser = variant % 2 == 0 ? 3 : 2;
    RingId[] installed = new RingId[1];
    stage.when(
        () -> stage.in(1, OPERATIONAL) && !old.equals(stage.ring(1)),
        () -> installed[0] = stage.ring(1));
    // The loser has seen enough to promise the tail, and not enough to install the ring.
    Predicate<Datagram> toLoser =
        packet ->
            packet.to() == loser
                && stage.in(1, OPERATIONAL)
                && !old.equals(stage.ring(1))
                && !stage.in(loser, OPERATIONAL);
    stage.drop(packet -> variant < 2 && toLoser.test(packet));
    stage.drop(
        packet ->
            variant >= 2
                && packet.is(Datagram.TOKEN)
                && toLoser.test(packet)
                && packet.ring().equals(stage.ring(1)));
    stage.await(() -> installed[0] != null, 20 * stage.token(), "one installs the new ring");
    stage.runFor(stage.token() / 2);
    if (variant < 2) {
      stage.network().partition(new int[] {1, 5 - loser}, new int[] {loser});
    }
    stage.await(
        () -> !stage.ring(loser).equals(old), 40 * stage.token(), "the other goes another way");
    stage.claim(!stage.installed(loser, installed[0]), "the loser did not install " + installed[0]);
    sameTail(stage, old, loser);
    stage.healWithout(4);
  }

  /** What node 1 delivered of the old ring after T, the loser delivers in its own next T. */
  private static void sameTail(ScenarioStage stage, RingId old, int loser) {
    AppEvent.Transitional own =
        stage.transitionals(loser).stream()
            .filter(change -> change.left().equals(old))
            .findFirst()
            .orElse(null);
    stage.claim(own != null, "the loser leaves the old ring by a configuration of its own");
    stage.claim(!own.members().contains(1), "in which it does not go with 1: " + own.members());
    int ofOthers = 0;
    for (AppEvent.Message message : stage.messages(1)) {
      if (!message.ring().equals(old) || !stage.deliveredInTail(1, message.item())) {
        continue;
      }
      AppEvent.Message there = stage.delivery(loser, message.item());
      stage.claim(there != null, "message " + message.item() + " of the tail is at the loser");
      stage.claim(there.ring().equals(old), "as one of the old ring");
      stage.claim(stage.deliveredInTail(loser, message.item()), "after its own T");
      ofOthers += message.safe() && message.sender() != loser ? 1 : 0;
    }
    stage.claim(ofOthers > 0, "safe messages of others were promised");
  }

  /** Watches the flag on the tokens of a new ring, and who sends something again on it. */
  private static final class FlagWatch implements PacketRule {
    private final RingId old;
    private final Set<Integer> senders = new HashSet<>();
    private boolean raised;
    private boolean lowered;

    FlagWatch(RingId old) {
      this.old = old;
    }

    @Override
    public long verdict(Datagram packet) {
      if (packet.encapsulated()) {
        senders.add(packet.from());
      }
      if (packet.is(Datagram.TOKEN) && !packet.ring().equals(old)) {
        raised |= packet.recoveryGoesOn();
        lowered = !packet.recoveryGoesOn();
      }
      return PASS;
    }
  }

  private static void s42(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    stage.runFor(300 * MS);
    FlagWatch watch = new FlagWatch(old);
    stage.network().addRule(watch);
    if (variant > 0) {
      // Nobody gets node 2's last messages: it alone has something to send again.
      int owner = variant == 2 ? 1 : 2;
      stage.drop(packet -> packet.is(Datagram.MCAST) && packet.ring().equals(old));
      for (int i = 0; i < 100; i++) {
        // More than one visit can send, so that the flag is needed.
        stage.send(owner, 1300, i % 10 == 0);
      }
      stage.await(
          () -> stage.world().process(owner).queuedBytes() == 0, stage.token(), "they are sent");
      stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    }
    boolean[] died = new boolean[1];
    if (variant == 3) {
      stage.when(
          () -> watch.raised && !died[0],
          () -> {
            died[0] = true;
            stage.world().crash(2);
          });
    }
    stage.world().crash(4);
    if (variant == 3) {
      stage.await(() -> died[0], 10 * stage.token(), "the owner of the flag dies");
      stage.awaitRing(1, 3);
      stage.healWithout(2, 4);
      return;
    }
    stage.await(
        () -> stage.oneRing(1, 2, 3),
        stage.token() + stage.policy().consensusNanos() + stage.token() / 2,
        "recovery ends without a second attempt");
    stage.claim(watch.raised == variant > 0, "the flag is raised if there is something to send");
    stage.claim(watch.lowered, "and lowered in the end");
    Set<Integer> expected = variant == 0 ? Set.of() : Set.of(variant == 2 ? 1 : 2);
    stage.claim(watch.senders.equals(expected), "senders in recovery are " + watch.senders);
    stage.healWithout(4);
  }

  /** One ring is 600 packets ahead; in the other, or in both, one member lacks the last ones. */
  private static void s44(ScenarioStage stage, int variant) {
    if (variant >= 2) {
      RecoveryScenarios.unequalRings(stage, variant - 2);
      return;
    }
    stage.network().partition(new int[] {1, 2}, new int[] {3, 4});
    stage.start(1, 2, 3, 4);
    stage.await(() -> stage.oneRing(1, 2) && stage.oneRing(3, 4), 20 * stage.token(), "two rings");
    int busy = variant == 0 ? 1 : 3;
    for (int i = 0; i < 600; i++) {
      stage.send(busy + i % 2, 1200, i % 7 == 0);
    }
    stage.await(stage::drained, 10_000 * MS, "one ring is far ahead");
    stage.runFor(400 * MS);
    RingId[] rings = {null, stage.ring(1), stage.ring(1), stage.ring(3), stage.ring(3)};
    stage.drop(packet -> packet.is(Datagram.MCAST) && packet.ring().equals(rings[packet.from()]));
    List<Long> items = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      items.add(stage.send(1 + i % 4, 1200, i % 3 == 0));
    }
    stage.runFor(12 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(rings[packet.from()]));
    stage.network().connectAll();
    stage.awaitRing(1, 2, 3, 4);
    stage.await(stage::drained, 1000 * MS, "nothing is stuck");
    for (int i = 0; i < items.size(); i++) {
      int sender = 1 + i % 4;
      int mate = sender % 2 == 1 ? sender + 1 : sender - 1;
      AppEvent.Message own = stage.delivery(sender, items.get(i));
      AppEvent.Message there = stage.delivery(mate, items.get(i));
      stage.claim(own != null && there != null, "item " + items.get(i) + " is at both of its ring");
      stage.claim(own.ring().equals(there.ring()), "in one ring");
    }
    long again = stage.world().counters().get("recovery_originated");
    stage.claim(again >= 10, "something was missing, but only " + again + " sent again");
    stage.claim(again <= 60, "an aru of another ring moved: " + again + " packets sent again");
    stage.heal();
  }

  private static void s45(ScenarioStage stage, int variant) {
    RingId old = stage.formRing();
    RingId[] stuck = new RingId[1];
    int[] visits = new int[1];
    Predicate<Datagram> ofStuck =
        packet -> {
          boolean later = !packet.ring().equals(old) && stage.in(packet.from(), RECOVERY);
          if (packet.is(Datagram.TOKEN) && later && stuck[0] == null) {
            stuck[0] = packet.ring();
          }
          return packet.ring().equals(stuck[0]);
        };
    if (variant == 0) {
      // The flag never goes down, as if one had always more to send.
      Tampering.replace(
          stage,
          packet -> packet.is(Datagram.TOKEN) && ofStuck.test(packet) && ++visits[0] > 0,
          token -> {
            Tampering.putInt(token, RETRANS_FLG, 1);
            return token;
          });
    } else {
      // One member never confirms: it gets tokens and nothing else of this ring.
      stage.drop(
          packet -> {
            boolean of = ofStuck.test(packet);
            visits[0] += of && packet.is(Datagram.TOKEN) ? 1 : 0;
            return of && packet.is(Datagram.MCAST) && packet.to() == variant + 1;
          });
    }
    stage.drop(packet -> packet.is(Datagram.MCAST) && packet.ring().equals(old));
    stage.sendMany(1, 30);
    stage.runFor(10 * MS);
    stage.drop(packet -> packet.is(Datagram.TOKEN) && packet.ring().equals(old));
    stage.await(() -> stuck[0] != null, 10 * stage.token(), "a recovery begins");
    long began = stage.world().now();
    stage.await(
        () -> !stage.in(1, RECOVERY), 4 * stage.policy().failRecvNanos(), "a limit ends it");
    stage.claim(stage.world().now() - began >= stage.policy().failRecvNanos(), "not too early");
    stage.claim(visits[0] > VISITS_MAX, "the token went round " + visits[0] + " hops");
    stage.awaitRing(1, 2, 3);
    for (int id = 1; id <= 3; id++) {
      stage.claim(!stage.installed(id, stuck[0]), "the ring of that attempt is installed nowhere");
    }
    stage.heal();
  }
}
