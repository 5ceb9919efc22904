package io.evs.totem.part;

import io.evs.totem.wire.Trailer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of other nodes: the trailer of their last message, and whether they are on
 * probation (docs/protocol.md, "Probation"). Bounded; the oldest entry makes room.
 */
public final class PeerTable {
  /** Most nodes remembered. */
  public static final int PEERS_MAX = 1024;

  private static final int PROBATION_STEPS_MAX = 4;

  /** One node. */
  public static final class Peer {
    /** Null for a node that sent no trailer (corosync). */
    public Trailer trailer;

    /** When {@link #trailer} was received. */
    private long heardAt;

    /** Highest ring sequence in a join of this incarnation, and when it was received. */
    private long joinSequence;

    private long joinSequenceAt;

    private boolean probation;

    /**
     * Meaningful while {@link #probation}: the clock has an arbitrary origin, so no value means
     * never.
     */
    private long probationUntil;

    private long probationSince;

    private int probationStep = -1;
    private long clearedAt;

    /** Packets of it that were missing here at a token visit, and came later. */
    private long cameLate;

    /** It said that it leaves. */
    private boolean gone;

    /** Whether its last message is not older than this, and it has not left since. */
    public boolean heardWithin(long nanos, long now) {
      return !gone && now - heardAt < nanos;
    }

    public boolean isGone() {
      return gone;
    }

    boolean onProbation(long now) {
      return probation && probationUntil - now > 0;
    }
  }

  private final Map<Integer, Peer> peers = new LinkedHashMap<>();

  public int size() {
    return peers.size();
  }

  public Peer get(int nodeId) {
    return peers.get(nodeId);
  }

  /** Notes a message of a node; a new incarnation ends probation. Returns its record. */
  public Peer heard(int nodeId, Trailer trailer, long now) {
    Peer peer = getOrAdd(nodeId);
    boolean restarted =
        peer.trailer != null
            && trailer != null
            && trailer.incarnation() != peer.trailer.incarnation();
    if (restarted) {
      peer.probation = false;
      peer.probationStep = -1;
      peer.joinSequence = 0;
    }
    peer.trailer = trailer;
    peer.heardAt = now;
    peer.gone = false;
    return peer;
  }

  /**
   * Whether a message is a late one of an incarnation that has ended. A later incarnation that was
   * not heard for a while does not count: a single damaged or forged message must not exclude a
   * node for good.
   */
  public boolean isOlderIncarnation(int nodeId, Trailer trailer, long now, long lateNanos) {
    Peer peer = peers.get(nodeId);
    return peer != null
        && peer.trailer != null
        && trailer != null
        && trailer.incarnation() < peer.trailer.incarnation()
        && (peer.trailer.isEstablished() || !trailer.isEstablished())
        && now - peer.heardAt < lateNanos;
  }

  /**
   * Notes a join's ring sequence. A node's ring sequence never falls within an incarnation, so a
   * lower one than before shows a join that was late: its lists are of a Gather that is over (S18).
   *
   * @return whether the join is late; as with incarnations, only for a while
   */
  public boolean isLateJoin(int nodeId, Trailer trailer, long sequence, long now, long lateNanos) {
    Peer peer = peers.get(nodeId);
    if (peer == null || trailer == null) {
      return false;
    }
    if (sequence < peer.joinSequence && now - peer.joinSequenceAt < lateNanos) {
      return true;
    }
    peer.joinSequence = sequence;
    peer.joinSequenceAt = now;
    return false;
  }

  /** A node said that it leaves: the next of its id is no second one. */
  public void gone(int nodeId) {
    Peer peer = peers.get(nodeId);
    if (peer != null) {
      peer.gone = true;
    }
  }

  /** A member told its incarnation over the ring: that is the one that is known from now on. */
  public void confirm(int nodeId, long incarnation, long now) {
    Peer peer = peers.get(nodeId);
    if (peer != null && peer.trailer != null && peer.trailer.incarnation() != incarnation) {
      heard(nodeId, peer.trailer.withIncarnation(incarnation), now);
    }
  }

  /** Whether a node's message carries another incarnation than the one known. */
  public boolean isNewIncarnation(int nodeId, Trailer trailer) {
    Peer peer = peers.get(nodeId);
    return peer != null
        && peer.trailer != null
        && trailer != null
        && trailer.incarnation() != peer.trailer.incarnation();
  }

  /**
   * A ring was formed without a node that had been heard of: ignore it for 1, 2, 4 ... 16 consensus
   * time-outs, each time longer if it comes back soon.
   */
  public void putOnProbation(int nodeId, long now, long consensusNanos) {
    Peer peer = getOrAdd(nodeId);
    long quiet = now - peer.clearedAt;
    if (peer.probationStep >= 0 && quiet > (consensusNanos << PROBATION_STEPS_MAX)) {
      peer.probationStep = -1;
    }
    peer.probationStep = Math.min(peer.probationStep + 1, PROBATION_STEPS_MAX);
    long length = consensusNanos << peer.probationStep;
    peer.probation = true;
    peer.probationSince = now;
    peer.probationUntil = now + length;
    peer.clearedAt = now + length;
  }

  /** A node proved that it hears this one: take it back. */
  public void endProbation(int nodeId) {
    Peer peer = peers.get(nodeId);
    if (peer != null) {
      peer.probation = false;
    }
  }

  public boolean isOnProbation(int nodeId, long now) {
    Peer peer = peers.get(nodeId);
    return peer != null && peer.onProbation(now);
  }

  /** A packet of that member came that was missing before. */
  public void cameLate(int nodeId) {
    Peer peer = peers.get(nodeId);
    if (peer != null) {
      peer.cameLate++;
    }
  }

  /** How many of its packets were missing here for a while. */
  public long lateOf(int nodeId) {
    Peer peer = peers.get(nodeId);
    return peer == null ? 0 : peer.cameLate;
  }

  /** Nodes on probation that were heard since it began: those that it keeps out. */
  public List<PutAside> putAside(long now) {
    List<PutAside> found = new ArrayList<>();
    peers.forEach(
        (nodeId, peer) -> {
          if (peer.onProbation(now) && peer.heardAt - peer.probationSince > 0) {
            found.add(new PutAside(nodeId, peer.probationSince, peer.probationUntil));
          }
        });
    return found;
  }

  private Peer getOrAdd(int nodeId) {
    Peer peer = peers.get(nodeId);
    if (peer == null) {
      if (peers.size() >= PEERS_MAX) {
        var oldest = peers.entrySet().iterator();
        oldest.next();
        oldest.remove();
      }
      peer = new Peer();
      peers.put(nodeId, peer);
    }
    return peer;
  }
}
