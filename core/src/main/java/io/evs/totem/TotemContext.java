package io.evs.totem;

import io.evs.RingId;
import io.evs.totem.part.Counter;
import io.evs.totem.part.Counters;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.PeerTable;
import io.evs.totem.part.RingPolicy;
import io.evs.totem.part.Timer;
import io.evs.totem.part.Timers;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.totem.wire.Trailer;
import io.evs.totem.wire.WireLimits;

/**
 * What the concerns of one ring member share: the configuration, the outputs, the timers, and the
 * membership state. Held by one loop; no concern keeps another's state.
 */
final class TotemContext {
  /** More ring sequences are reserved when fewer than this are left. */
  private static final int RESERVE_BELOW = 32;

  /** Ring sequences reserved ahead; few, since a restart skips what was reserved. */
  private static final int RESERVE = 64;

  /** More than any honest member is ahead in the range that is never reached. */
  private static final long SEQUENCE_STEP_MAX = 1 << 20;

  final TotemConfig config;
  final RingPolicy policy;
  final int self;
  final TotemEffects effects;
  final RingListener listener;
  final PacketPool pool;
  final Timers timers = new Timers();
  final Counters counters = new Counters();
  final PeerTable peers = new PeerTable();
  final RecordedEvents recorded;

  /** Time of the current step, nanoseconds. */
  long now;

  TotemState state = TotemState.GATHER;

  /** False before start and after leave. */
  boolean running;

  /** The ring last installed; null before the first. */
  RingState installed;

  /** The installed ring, or the one being formed in Commit and Recovery. */
  RingState ring;

  /** Id of {@link #ring}, kept after a failed attempt (my_ring_id). */
  RingId ringId;

  /** Id to report as the old ring while none was installed. */
  final RingId neverInstalled;

  /** Highest ring sequence heard of. */
  long heardSequence;

  /** Ring sequences up to here may be used. */
  long persistedUpTo;

  private long reserveAsked;

  int[] processors = NodeSet.EMPTY;
  int[] failed = NodeSet.EMPTY;
  int[] consensus = NodeSet.EMPTY;

  /** Copy of the token or commit token sent last, for sending it again. */
  Packet savedToken;

  int savedTarget;

  /** A token to this member itself, waiting for {@link Timer#SELF_TOKEN}. */
  Packet selfToken;

  TotemContext(TotemConfig config, TotemEffects effects, RingListener listener, PacketPool pool) {
    this.config = config;
    this.policy = config.policy();
    this.self = config.nodeId();
    this.effects = effects;
    this.listener = listener;
    this.pool = pool;
    this.recorded = new RecordedEvents(effects.flight());
    this.neverInstalled = new RingId(self, config.firstRingSequence());
    this.ringId = neverInstalled;
    this.heardSequence = config.firstRingSequence();
    this.persistedUpTo = config.persistedUpTo();
  }

  /** Largest ring sequence that is believed now. */
  long sequenceLimit() {
    return Math.max(WireLimits.RING_SEQUENCE_FREE_MAX, heardSequence + SEQUENCE_STEP_MAX);
  }

  void count(Counter counter) {
    counters.add(counter);
  }

  /**
   * Notes a ring sequence in use somewhere. The next ring will be above it, so its sequence is
   * reserved early: forming the ring need not wait for the disk. In the range that no honest ring
   * ever reaches a sequence is believed only in steps: a forged one must not use up the numbers.
   */
  void heard(long sequence) {
    heardSequence = Math.max(heardSequence, Math.min(sequence, sequenceLimit()));
    if (persistedUpTo - heardSequence < RESERVE_BELOW) {
      reserve(heardSequence);
    }
  }

  /** Asks, once, for ring sequences up to some beyond this one. */
  void reserve(long sequence) {
    if (sequence + RESERVE_BELOW > reserveAsked) {
      reserveAsked = sequence + RESERVE;
      effects.reserveRingSequence(reserveAsked);
    }
  }

  int[] candidates() {
    return NodeSet.minus(processors, failed);
  }

  /** Keeps a copy of a token and sends it; the packet given is taken over. */
  void sendToken(int target, Packet token) {
    saveToken(target, token);
    sendSavedToken();
  }

  /** Keeps a token for later; the packet is taken over. */
  void saveToken(int target, Packet token) {
    if (savedToken != null) {
      pool.release(savedToken);
    }
    savedToken = token;
    savedTarget = target;
  }

  /** Sends the kept token (again). */
  void sendSavedToken() {
    if (savedTarget == self) {
      Packet copy = pool.copyOf(savedToken.data(), 0, savedToken.length());
      if (selfToken != null) {
        pool.release(selfToken);
      }
      selfToken = copy;
      // A lone member visits its token at most once per loop turn (docs/protocol.md, "Packets").
      timers.set(Timer.SELF_TOKEN, now);
    } else {
      effects.unicast(savedTarget, savedToken);
    }
  }

  void dropTokens() {
    if (savedToken != null) {
      pool.release(savedToken);
      savedToken = null;
    }
    if (selfToken != null) {
      pool.release(selfToken);
      selfToken = null;
    }
    timers.cancel(Timer.SELF_TOKEN);
  }

  Trailer trailer() {
    int features = isEstablished() ? Trailer.ESTABLISHED : 0;
    return new Trailer(
        features,
        config.incarnation(),
        config.ringHash(),
        config.packetBytes(),
        policy.rtrEntriesMax());
  }

  /** Whether the ring installed last has other members. */
  boolean isEstablished() {
    return installed != null && installed.members.length > 1;
  }

  /** Sends a short-lived packet to everyone and gives it back. */
  void announceAndRelease(Packet packet) {
    effects.announce(packet);
    pool.release(packet);
  }
}
