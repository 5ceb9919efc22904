package io.evs.totem;

import io.evs.RingId;
import io.evs.flight.GatherReason;
import io.evs.totem.part.Counter;
import io.evs.totem.part.Counters;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.PeerTable;
import io.evs.totem.part.PutAside;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketCheck;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.Reject;
import java.util.List;

/**
 * One member of a ring: the door to the protocol. Four kinds of methods: events in ({@link
 * #receive}, {@link #timers}, {@link #persisted}), commands ({@link #start}, {@link
 * #messagesPending}, {@link #reform}, {@link #leave}, {@link #congestion}), outputs ({@link
 * TotemEffects}, called during the first two kinds), and getters.
 *
 * <p>Time is a parameter in nanoseconds of a monotonic clock and must not go back. Not thread-safe.
 * Same calls, same outputs. Nothing that arrives from the network throws.
 */
public final class Totem {
  // Not private so that tests can look at what is held.
  final TotemContext context;

  final Concerns parts;

  /** A member that has not started yet. */
  public Totem(
      TotemConfig config,
      MessageSource source,
      TotemEffects effects,
      RingListener listener,
      PacketPool pool) {
    this.context = new TotemContext(config, effects, listener, pool);
    this.parts = new Concerns(context, source);
  }

  /** For tests that replace parts. */
  Totem(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** Starts: enters Gather and looks for others. */
  public void start(long now) {
    begin(now);
    context.running = true;
    context.heard(context.heardSequence);
    context.recorded.started(now, context.policy);
    parts.gather.enter(GatherReason.START, 0);
    settle();
  }

  /** Ends what was begun: nothing is half done when a method returns. */
  private void settle() {
    parts.gather.processOwnJoin();
    assert Invariants.hold(context);
  }

  /** A datagram arrived; takes the packet. What is not well-formed changes only a counter. */
  public void receive(long now, Packet packet) {
    if (!context.running) {
      context.pool.release(packet);
      return;
    }
    begin(now);
    context.count(Counter.PACKETS_RECEIVED);
    if (PacketCheck.check(packet.data(), packet.length()) != Reject.NONE) {
      context.count(Counter.PACKETS_MALFORMED);
      context.pool.release(packet);
      return;
    }
    dispatch(packet, false);
    settle();
  }

  private void dispatch(Packet packet, boolean fromSelf) {
    switch (Header.type(packet.data())) {
      case Header.ORF_TOKEN -> parts.visit.onToken(packet, fromSelf);
      case Header.MCAST -> parts.reception.onMcast(packet);
      case Header.COMMIT_TOKEN -> parts.commit.onToken(packet, fromSelf);
      case Header.JOIN -> {
        parts.gather.onJoin(packet);
        context.pool.release(packet);
      }
      case Header.MERGE_DETECT -> {
        parts.merge.onMergeDetect(packet);
        context.pool.release(packet);
      }
      default -> {
        parts.hold.onCancel(packet.data());
        context.pool.release(packet);
      }
    }
  }

  /** A member of the installed ring told its incarnation, in order with the messages. */
  public void memberIs(int nodeId, RingId ring, long incarnation) {
    if (context.installed != null
        && context.installed.id.equals(ring)
        && context.installed.isMember(nodeId)) {
      parts.identity.memberIs(nodeId, incarnation);
    }
  }

  /** Runs what is due. Call when {@link #deadline()} is reached, or earlier. */
  public void timers(long now) {
    if (!context.running) {
      return;
    }
    begin(now);
    // A timer that re-arms itself for now waits for the next turn.
    for (int i = 0; i < Timer.values().length; i++) {
      Timer due = context.timers.takeDue(now);
      if (due == null) {
        return;
      }
      fire(due);
      settle();
      if (due == Timer.SELF_TOKEN) {
        return;
      }
    }
  }

  private void fire(Timer timer) {
    switch (timer) {
      case SELF_TOKEN -> selfToken();
      case RETRANSMIT -> parts.visit.retransmitTimer();
      case HOLD -> {
        if (context.ring != null && context.state != TotemState.GATHER) {
          parts.hold.release(context.ring);
        }
      }
      case HOLD_CANCEL -> parts.hold.cancelTimer();
      case JOIN_SOON -> parts.gather.joinSoonTimer();
      case JOIN -> parts.gather.joinTimer();
      case MERGE -> {
        long sent = context.counters.get(Counter.MERGE_DETECTS_SENT);
        parts.merge.timer();
        assert Invariants.isAnnounced(context, sent);
      }
      case CONSENSUS -> parts.gather.consensusTimer();
      case TOKEN -> parts.gather.tokenLost();
    }
  }

  private void selfToken() {
    Packet token = context.selfToken;
    context.selfToken = null;
    if (token == null) {
      return;
    }
    if (Header.type(token.data()) == Header.COMMIT_TOKEN) {
      parts.commit.onToken(token, true);
    } else {
      parts.visit.onToken(token, true);
    }
  }

  /** When {@link #timers} must run next; Long.MAX_VALUE if never. */
  public long deadline() {
    return context.running ? context.timers.next() : Long.MAX_VALUE;
  }

  /** Ring sequences up to this number are on stable storage. */
  public void persisted(long now, long upTo) {
    if (!context.running) {
      return;
    }
    begin(now);
    context.persistedUpTo = Math.max(context.persistedUpTo, upTo);
    parts.gather.checkAgreed();
    settle();
  }

  /** The message source has something to send: makes a held token come. */
  public void messagesPending(long now) {
    if (context.running) {
      begin(now);
      parts.hold.tokenWanted();
      assert Invariants.hold(context);
    }
  }

  /** Gives the installed ring up and forms another; does nothing while one is being formed. */
  public void reform(long now) {
    if (context.running && context.state == TotemState.OPERATIONAL) {
      begin(now);
      parts.gather.enter(GatherReason.REFORM, 0);
      settle();
    }
  }

  /** Tells the others that this member leaves, and stops. */
  public void leave(long now) {
    if (!context.running) {
      return;
    }
    begin(now);
    parts.gather.sendLeave();
    context.recorded.left(now);
    context.running = false;
    context.timers.cancelAll();
    parts.recovery.abandon();
    context.dropTokens();
  }

  /** How far the local application is behind, 0 to 100; above 50 the ring is slowed. */
  public void congestion(int percent) {
    parts.flow.congestion(percent);
  }

  private void begin(long now) {
    context.now = now;
  }

  /** State of the membership protocol. */
  public TotemState state() {
    return context.state;
  }

  /** The ring last installed, or null. */
  public RingId installedRing() {
    return context.installed == null ? null : context.installed.id;
  }

  /** Members of the ring last installed, ascending; empty before the first. */
  public int[] members() {
    return context.installed == null ? NodeSet.EMPTY : context.installed.members.clone();
  }

  /** The counters; read-only for the caller. */
  public Counters counters() {
    return context.counters;
  }

  /** Highest sequence number and all-received-up-to of the installed ring; 0 before the first. */
  public int highSeq() {
    return context.installed == null ? 0 : context.installed.highSeq;
  }

  /** All received up to here on the installed ring; 0 before the first. */
  public int aru() {
    return context.installed == null ? 0 : context.installed.aru;
  }

  /** Smoothed time of a token rotation in nanoseconds, 0 before the first measurement. */
  public long rotationNanos() {
    return parts.rotation.smoothedNanos();
  }

  /** Whether the token rests at this member because the ring is idle. */
  public boolean isHoldingToken() {
    return context.ring != null && context.ring.holding;
  }

  /** Whether the ring is so idle that the token may rest somewhere on its next rotation. */
  public boolean tokenMayRest() {
    return context.ring != null && parts.hold.isIdle(context.ring);
  }

  /** Numbers up to the highest known that this member has not received, ascending. */
  public int[] missing(int most) {
    RingState ring = context.installed;
    return ring == null ? NodeSet.EMPTY : parts.retransmission.missing(ring, most);
  }

  /**
   * By how many packets a member was behind when the token was here last, if it was the one that
   * held the ring's aru back; else 0.
   */
  public int behind(int nodeId) {
    RingState ring = context.installed;
    return ring == null || ring.slowest != nodeId ? 0 : Math.max(0, ring.slowestBehind);
  }

  /** Packets of a node that were missing here at a token visit and came later, since its start. */
  public long lateOf(int nodeId) {
    return context.peers.lateOf(nodeId);
  }

  /** Nodes that are on probation and heard all the same. */
  public List<PutAside> putAside(long now) {
    return context.peers.putAside(now);
  }

  /** Incarnation a member said it has; 0 if it said nothing. */
  public long incarnationOf(int nodeId) {
    PeerTable.Peer peer = context.peers.get(nodeId);
    return peer == null || peer.trailer == null ? 0 : peer.trailer.incarnation();
  }
}
