package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.ReceiveWindow;
import io.evs.totem.part.Seq;
import io.evs.totem.part.Timer;
import io.evs.totem.part.Timers;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;

/**
 * What must be true of a member whenever nothing is being done with it. Checked behind {@code
 * assert} at the end of every method of {@link Totem} that changes something: in tests, and in
 * {@code evs simulate}. An error stops at its cause here, instead of at a message that is missing
 * much later.
 */
final class Invariants {
  /** Numbers looked at from either end of what a window must hold. */
  private static final int LOOK = 16;

  private Invariants() {}

  /**
   * Checks all of them.
   *
   * @return true
   * @throws AssertionError that names the first that does not hold
   */
  static boolean hold(TotemContext context) {
    if (!context.running) {
      return true;
    }
    checkState(context);
    checkLists(context);
    checkTimers(context);
    if (context.installed != null) {
      checkRing(context, context.installed);
      checkDelivery(context.installed);
    }
    if (context.ring != null && context.ring != context.installed) {
      checkRing(context, context.ring);
    }
    return true;
  }

  private static void checkState(TotemContext context) {
    RingState ring = context.ring;
    RingState installed = context.installed;
    switch (context.state) {
      case OPERATIONAL -> require(ring != null && ring == installed, "its ring is installed");
      case GATHER -> require(ring == installed, "in Gather no ring is being formed");
      default -> {
        require(ring != null && ring != installed, "a ring is being formed");
        require(ring.id.equals(context.ringId), "the ring being formed is the last one accepted");
        require(
            ring.id.sequence() <= context.persistedUpTo || !ring.representative,
            "who creates a ring has its sequence on stable storage");
        require(
            installed == null || installed.id.sequence() < ring.id.sequence(),
            "ring sequences grow");
      }
    }
    require(
        context.ringId.sequence() <= context.heardSequence,
        "no ring is above the highest ring sequence heard of");
  }

  private static void checkLists(TotemContext context) {
    require(!NodeSet.contains(context.failed, context.self), "no member takes itself for failed");
    if (context.state != TotemState.OPERATIONAL) {
      require(NodeSet.contains(context.processors, context.self), "a member lists itself");
      require(NodeSet.isSubset(context.failed, context.processors), "who has failed was heard of");
      require(NodeSet.isSubset(context.consensus, context.processors), "who agrees was heard of");
    }
  }

  /** Whatever happens to the others: something will happen here. */
  private static void checkTimers(TotemContext context) {
    Timers timers = context.timers;
    if (context.state == TotemState.GATHER) {
      require(timers.isSet(Timer.CONSENSUS), "Gather ends by its time-out");
      require(
          timers.isSet(Timer.JOIN) || timers.isSet(Timer.JOIN_SOON),
          "in Gather join messages are sent");
      return;
    }
    require(timers.isSet(Timer.TOKEN), "the loss of the token is noticed");
    boolean holding = context.ring.holding;
    if (holding) {
      require(
          context.ring.representative || context.policy.restVisits() > 0,
          "only the representative holds the token");
      require(
          context.policy.restVisits() == 0 || context.ring.safeLine == context.ring.forwardedSeq,
          "a token rests when all messages are known to be everywhere");
      require(context.savedToken != null, "a token that is held is there");
      require(timers.isSet(Timer.HOLD), "a held token is sent on");
      require(!timers.isSet(Timer.RETRANSMIT), "a held token is not sent again");
    }
    if (context.state == TotemState.OPERATIONAL && context.ring.representative) {
      require(timers.isSet(Timer.MERGE), "the representative looks for other rings");
    }
  }

  private static void checkRing(TotemContext context, RingState ring) {
    int released = ring.window.released();
    require(Seq.lessOrEqual(released, ring.aru), "what is released was received");
    require(Seq.lessOrEqual(ring.aru, ring.highSeq), "aru is at most the highest number known");
    require(
        ring.highSeq - released < ReceiveWindow.CAPACITY_MAX, "all known numbers fit the window");
    require(Seq.lessOrEqual(ring.safeLine, ring.aru), "what is at every member is here");
    require(
        released == ring.initialSeq || Seq.lessOrEqual(released, ring.safeLine),
        "what is released is at every member");
    checkReceived(context, ring, released);
  }

  /** Between what is released and aru there is no gap: looks from both ends. */
  private static void checkReceived(TotemContext context, RingState ring, int released) {
    boolean recovering = context.state == TotemState.RECOVERY && ring == context.ring;
    int count = ring.aru - released;
    for (int i = 1; i <= Math.min(count, LOOK); i++) {
      checkReceived(ring.window.get(released + i), recovering);
      checkReceived(ring.window.get(ring.aru + 1 - i), recovering);
    }
  }

  private static void checkReceived(Packet packet, boolean recovering) {
    require(packet != null, "everything up to aru is here");
    require(
        !recovering || Header.encapsulated(packet.data()) == Header.RECOVERED,
        "in Recovery only recovered messages are acknowledged (D8)");
  }

  private static void checkDelivery(RingState ring) {
    require(Seq.lessOrEqual(ring.highDelivered, ring.aru), "what is delivered was received");
    require(
        Seq.lessOrEqual(ring.window.released(), ring.highDelivered),
        "what is released was delivered");
  }

  /** The representative of an installed ring announces it in each interval of merge detection. */
  static boolean isAnnounced(TotemContext context, long sentBefore) {
    require(
        context.state != TotemState.OPERATIONAL
            || !context.ring.representative
            || context.counters.get(Counter.MERGE_DETECTS_SENT) == sentBefore + 1,
        "the representative announces its ring, busy or idle");
    return true;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("invariant: " + what);
    }
  }
}
