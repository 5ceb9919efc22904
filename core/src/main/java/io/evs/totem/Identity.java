package io.evs.totem;

import io.evs.totem.part.Counter;
import io.evs.totem.part.NodeMap;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.PeerTable;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.IdentityItems;
import io.evs.totem.wire.IdentityItems.Holder;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.RingIdField;
import io.evs.totem.wire.Trailer;

/**
 * Two nodes with one id (docs/protocol.md has the rules). The one in an installed ring with others
 * stays, whatever the incarnations say; only where neither is in one does the lower incarnation
 * stay.
 *
 * <p>While a member lives, the ring ignores every other node with its id, and tells it so. A node
 * gives way only when it was told again and again, over a time in which the ring would have noticed
 * that the other is gone, by someone who repeats this node's challenge: no number of datagrams from
 * someone who does not get what is sent to its address makes a node leave.
 */
class Identity {
  private static final int ANSWERS_MIN = 3;
  private static final int ANSWERED_TOKENS = 3;
  private static final int REPLIES_PER_TOKEN = 8;

  /** Another node with this id or a member's is reported at most this often. */
  private static final long REPORT_NANOS = 1_000_000_000L;

  /** Lets something through at most once in a while. */
  private static final class Limit {
    private boolean used;
    private long lastNanos;

    boolean allows(long now, long intervalNanos) {
      if (used && now - lastNanos < intervalNanos) {
        return false;
      }
      used = true;
      lastNanos = now;
      return true;
    }
  }

  private final TotemContext context;
  private final Limit reports = new Limit();
  private final Limit tellings = new Limit();
  private final Limit answersSent = new Limit();
  private final Limit questions = new Limit();

  /** Incarnations that the members of the installed ring told over it. */
  private final NodeMap<Long> told = new NodeMap<>();

  /** The same as told, and until then as their join messages said when the ring was installed. */
  private final NodeMap<Long> formed = new NodeMap<>();

  /** Ids of members by which a second node was heard in this Gather. */
  private int[] seconds = NodeSet.EMPTY;

  /** Those of the Gather before this attempt in which the member itself was not heard. */
  private int[] onlySeconds = NodeSet.EMPTY;

  private boolean tokenSeen;
  private long tokenNanos;
  private int secondId;
  private long secondNanos;
  private long secondSinceNanos;
  private int answers;
  private long firstAnswerNanos;
  private long lastAnswerNanos;
  private boolean gaveWay;

  Identity(TotemContext context) {
    this.context = context;
  }

  /** The token has come round: all members of the ring live. */
  void tokenSeen() {
    tokenSeen = true;
    tokenNanos = context.now;
  }

  /**
   * Whether a join or merge detect message is of another node than the one that has this id: a
   * member that still lives, or one of a ring that was just heard.
   */
  boolean isSecond(int sender, Trailer trailer) {
    PeerTable.Peer peer = context.peers.get(sender);
    if (trailer == null || (peer != null && peer.isGone())) {
      return false;
    }
    boolean heard = peer != null && peer.heardWithin(context.policy.tokenNanos(), context.now);
    // What was heard of this very node says nothing of the other: a member that was started again
    // and was let in once, after its ring had lost the token, stays in.
    boolean otherHeard = heard && context.peers.isNewIncarnation(sender, trailer);
    if (isMember(sender)) {
      boolean visited = tokenSeen && context.now - tokenNanos < context.policy.tokenNanos();
      return isOther(sender, trailer) && (otherHeard || visited);
    }
    return otherHeard && peer.trailer.isEstablished() && !trailer.isEstablished();
  }

  /** Whether a message is of another incarnation than the member told, or else its last one. */
  private boolean isOther(int member, Trailer trailer) {
    Long known = told.get(member);
    return known == null
        ? context.peers.isNewIncarnation(member, trailer)
        : known != trailer.incarnation();
  }

  /** A ring was installed: its members will tell their incarnations. */
  void installed(int[] members) {
    told.clear();
    formed.clear();
    for (int member : members) {
      PeerTable.Peer peer = context.peers.get(member);
      if (peer != null && peer.trailer != null) {
        formed.put(member, peer.trailer.incarnation());
      }
    }
  }

  /** A member of the installed ring told its incarnation, in order with the messages. */
  void memberIs(int nodeId, long incarnation) {
    told.put(nodeId, incarnation);
    formed.put(nodeId, incarnation);
    context.peers.confirm(nodeId, incarnation, context.now);
  }

  /**
   * Who comes from this member's ring by the name of it, but is another node with a member's id:
   * two nodes with one id may name their rings alike, and what one of them has is not what the
   * other's ring ordered.
   */
  int[] namesakes(byte[] token, RingState ring) {
    int[] found = NodeSet.EMPTY;
    for (int i = 0; i < ring.members.length && context.installed != null; i++) {
      int member = ring.members[i];
      if (context.installed.isMember(member)
          && RingIdField.matches(token, CommitTokenPacket.entry(token, i), context.installed.id)
          && isNotOfThisRing(member)) {
        found = NodeSet.add(found, member);
      }
    }
    return found;
  }

  /** A Gather ends in an attempt. Its members of these ids have announced something in it. */
  void gathered(int[] announcing) {
    onlySeconds = NodeSet.minus(seconds, announcing);
    seconds = NodeSet.EMPTY;
  }

  private boolean isNotOfThisRing(int member) {
    if (NodeSet.contains(onlySeconds, member)) {
      return true;
    }
    Long incarnation = formed.get(member);
    PeerTable.Peer peer = context.peers.get(member);
    return incarnation != null
        && peer != null
        && peer.trailer != null
        && peer.trailer.incarnation() != incarnation;
  }

  private boolean isMember(int nodeId) {
    boolean forming = context.state == TotemState.RECOVERY && context.ring.isMember(nodeId);
    return forming || (context.installed != null && context.installed.isMember(nodeId));
  }

  /** A message of another node with a living member's id: it is told, and otherwise ignored. */
  void second(int sender, Packet packet, int trailerAt) {
    context.count(Counter.SECOND_NODES_IGNORED);
    if (context.state == TotemState.GATHER) {
      seconds = NodeSet.add(seconds, sender);
    }
    // A member that was killed and started at once is one only until its ring loses the token.
    boolean lasts = secondLasts(sender);
    if (lasts && reports.allows(context.now, REPORT_NANOS)) {
      context.effects.secondNode(sender);
    }
    Long incarnation = told.get(sender);
    if (context.isEstablished() && isMember(sender) && incarnation != null) {
      tell(packet, trailerAt, incarnation, context.effects.addressOf(sender));
    }
  }

  private boolean secondLasts(int sender) {
    long most = Math.max(context.policy.tokenNanos(), 4 * context.policy.mergeNanos());
    if (sender != secondId || context.now - secondNanos > most) {
      secondId = sender;
      secondSinceNanos = context.now;
    }
    secondNanos = context.now;
    return secondNanos - secondSinceNanos > 2 * context.policy.tokenNanos();
  }

  /** A message of another node with this node's own id. */
  void ownId(Trailer trailer, Packet packet, int trailerAt) {
    context.count(Counter.DUPLICATE_NODE_ID);
    if (reports.allows(context.now, REPORT_NANOS)) {
      context.effects.duplicateNodeId(trailer.incarnation());
    }
    Holder holder = IdentityItems.holder(packet.data(), trailerAt, packet.length());
    if (holder != null && yieldsTo(trailer.isEstablished(), holder.incarnation())) {
      told(holder);
    } else if (!yieldsTo(trailer.isEstablished(), trailer.incarnation())) {
      long own = context.config.incarnation();
      tell(packet, trailerAt, own, context.effects.addressOf(context.self));
    } else {
      ask();
    }
  }

  /**
   * Takes a message by which another member tells who has this node's id.
   *
   * @return whether it was one
   */
  boolean takesAnswer(Trailer trailer, Packet packet, int trailerAt) {
    Holder holder = IdentityItems.holder(packet.data(), trailerAt, packet.length());
    if (holder == null || Header.type(packet.data()) != Header.MERGE_DETECT) {
      return false;
    }
    // A restart that lost its state must not form a ring under a number that this one used.
    context.heard(RingIdField.sequence(packet.data(), MergeDetectPacket.RING_ID));
    boolean other = holder.incarnation() != context.config.incarnation();
    if (other && yieldsTo(trailer.isEstablished(), holder.incarnation())) {
      told(holder);
    }
    return true;
  }

  private boolean yieldsTo(boolean otherEstablished, long otherIncarnation) {
    boolean earlier = otherIncarnation < context.config.incarnation();
    return !context.isEstablished() && (otherEstablished || earlier);
  }

  private void told(Holder holder) {
    if (holder.echo() == 0 || holder.echo() != context.config.challenge()) {
      ask();
      return;
    }
    long pause = Math.max(context.policy.tokenNanos(), 4 * context.policy.mergeNanos());
    if (answers == 0 || context.now - lastAnswerNanos > pause) {
      answers = 0;
      firstAnswerNanos = context.now;
    }
    answers++;
    lastAnswerNanos = context.now;
    long lasted = context.now - firstAnswerNanos;
    if (!gaveWay
        && answers >= ANSWERS_MIN
        && lasted >= ANSWERED_TOKENS * context.policy.tokenNanos()) {
      gaveWay = true;
      context.effects.givesWay(holder.incarnation(), holder.address());
    }
  }

  /** Asks who told something to repeat this node's challenge. */
  private void ask() {
    if (context.config.challenge() != 0 && questions.allows(context.now, replyNanos())) {
      Packet packet = reply();
      packet.length(
          IdentityItems.writeChallenge(packet.data(), packet.length(), context.config.challenge()));
      send(packet);
    }
  }

  private void tell(Packet received, int trailerAt, long incarnation, byte[] address) {
    long echo = IdentityItems.challenge(received.data(), trailerAt, received.length());
    Limit limit = echo == 0 ? tellings : answersSent;
    if (limit.allows(context.now, replyNanos())) {
      Packet packet = reply();
      Holder holder = new Holder(echo, incarnation, address);
      packet.length(IdentityItems.writeHolder(packet.data(), packet.length(), holder));
      send(packet);
    }
  }

  private long replyNanos() {
    return context.policy.tokenNanos() / REPLIES_PER_TOKEN;
  }

  private Packet reply() {
    Packet packet = context.pool.acquire();
    MergeDetectPacket.write(packet, context.self, context.ringId);
    packet.length(context.trailer().write(packet.data(), packet.length()));
    return packet;
  }

  private void send(Packet packet) {
    context.effects.answer(packet);
    context.pool.release(packet);
  }
}
