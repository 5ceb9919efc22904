package io.evs.totem;

import io.evs.flight.GatherReason;
import io.evs.totem.part.Counter;
import io.evs.totem.part.NodeSet;
import io.evs.totem.part.Timer;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.Trailer;
import io.evs.totem.wire.WireLimits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gather: join messages are exchanged until all candidates announce the same lists
 * (docs/protocol.md, "Gather" and "Who has failed").
 */
class Gather {
  /** The first repetition of a join message comes after this fraction of the join interval. */
  private static final int FIRST_JOIN_DIVISOR = 12;

  /** Changed join messages are at least this fraction of the join interval apart. */
  private static final int JOIN_SPACING_DIVISOR = 32;

  /** A node stays alone in Gather for this part of the consensus time-out at least. */
  private static final int ALONE_DIVISOR = 40;

  /** Time-outs with consensus but without a commit token after which its creator is given up. */
  private static final int SILENT_AGREEMENTS_MAX = 3;

  /** What a join message announces. */
  private record Lists(int[] processors, int[] failed) {
    boolean equalThose(int[] otherProcessors, int[] otherFailed) {
      return Arrays.equals(processors, otherProcessors) && Arrays.equals(failed, otherFailed);
    }

    boolean areWithin(int[] otherProcessors, int[] otherFailed) {
      return NodeSet.isSubset(processors, otherProcessors) && NodeSet.isSubset(failed, otherFailed);
    }
  }

  /**
   * How long a message of the previous incarnation may still arrive after the next one was heard,
   * in consensus time-outs.
   */
  private static final int LATE_CONSENSUS_TIMES = 4;

  private final TotemContext context;
  private final Concerns parts;
  private long startedNanos;
  private long lastJoinNanos;
  private long joinDelayNanos;
  private boolean ownJoinPending;

  /** Whether the lists as they are now have been sent: nobody can agree to others. */
  private boolean ownListsSent;

  private boolean entered;
  private int[] leavers = NodeSet.EMPTY;

  /** Lists that others announced last in this Gather; they only grow while it lasts. */
  private final Map<Integer, Lists> announced = new HashMap<>();

  /** Members of the ring being left that are known to be there: no stranger can expel them. */
  private int[] vouched = NodeSet.EMPTY;

  private int silentAgreements;
  private long gathers;

  Gather(TotemContext context, Concerns parts) {
    this.context = context;
    this.parts = parts;
  }

  /** The token was lost: nothing is known of any member any more. */
  void tokenLost() {
    context.count(Counter.TOKEN_LOSSES);
    enter(GatherReason.TOKEN_LOST, 0);
    vouched = NodeSet.EMPTY;
  }

  /**
   * Enters Gather, or starts it over with changed lists.
   *
   * @param because what makes it, for the flight recorder
   * @param of the node that made it; 0 for none
   */
  void enter(GatherReason because, int of) {
    if (context.state == TotemState.OPERATIONAL) {
      vouched = context.ring.members;
    }
    if (context.state != TotemState.GATHER || !entered) {
      entered = true;
      boolean attempt = context.state == TotemState.COMMIT || context.state == TotemState.RECOVERY;
      context.recorded.gathers(context.now, because, of, context.installed, attempt);
      context.count(Counter.GATHERS);
      startedNanos = context.now;
      gathers++;
      silentAgreements = 0;
      lastJoinNanos = context.now - context.policy.joinNanos();
    }
    parts.recovery.abandon();
    context.state = TotemState.GATHER;
    context.timers.cancelAll();
    context.dropTokens();
    context.processors = NodeSet.add(context.processors, context.self);
    findConsensus();
    joinDelayNanos = context.policy.joinNanos() / FIRST_JOIN_DIVISOR;
    context.timers.set(Timer.CONSENSUS, context.now + context.policy.consensusNanos());
    sendJoinSoon();
  }

  /** Adds a node that was heard, and gathers. */
  void addProcessor(int nodeId) {
    if (context.processors.length >= WireLimits.PROCESSORS_MAX) {
      context.count(Counter.PACKETS_IMPLAUSIBLE);
      return;
    }
    context.processors = NodeSet.add(context.processors, nodeId);
    enter(GatherReason.OTHER_RING, nodeId);
  }

  /**
   * Whether a message counts at all: right ring name, and of no node whose id another has.
   *
   * @param trailerAt where its trailer begins
   */
  boolean admits(int sender, Trailer trailer, Packet packet, int trailerAt) {
    if (trailer == null ? !context.policy.corosyncCompatible() : isOtherRing(trailer)) {
      context.count(Counter.PACKETS_OTHER_RING);
      return false;
    }
    if (sender == context.self) {
      if (trailer != null && trailer.incarnation() != context.config.incarnation()) {
        parts.identity.ownId(trailer, packet, trailerAt);
      }
      return false;
    }
    if (trailer == null) {
      return true;
    }
    if (parts.identity.isSecond(sender, trailer)) {
      parts.identity.second(sender, packet, trailerAt);
      return false;
    }
    return !parts.identity.takesAnswer(trailer, packet, trailerAt);
  }

  private boolean isOtherRing(Trailer trailer) {
    return trailer.ringHash() != context.config.ringHash();
  }

  /** A join or leave message. */
  void onJoin(Packet packet) {
    byte[] data = packet.data();
    int sender = JoinPacket.systemFrom(data);
    int trailerAt = JoinPacket.length(data);
    Trailer trailer = Trailer.read(data, trailerAt, packet.length());
    if (!admits(sender, trailer, packet, trailerAt)) {
      return;
    }
    context.count(Counter.JOINS_RECEIVED);
    long lateNanos = LATE_CONSENSUS_TIMES * context.policy.consensusNanos();
    if (context.peers.isOlderIncarnation(sender, trailer, context.now, lateNanos)) {
      context.count(Counter.JOINS_STALE);
      return;
    }
    boolean restarted = context.peers.isNewIncarnation(sender, trailer);
    context.peers.heard(sender, trailer, context.now);
    long sequence = JoinPacket.ringSeq(data);
    context.heard(sequence);
    if (context.peers.isLateJoin(sender, trailer, sequence, context.now, lateNanos)) {
      context.count(Counter.JOINS_STALE);
    } else if (JoinPacket.isLeave(data)) {
      context.peers.gone(sender);
      onLeave(sender, sequence);
    } else {
      onJoin(sender, restarted, data);
    }
  }

  private void onJoin(int sender, boolean restarted, byte[] data) {
    Lists lists =
        new Lists(NodeSet.of(JoinPacket.processors(data)), NodeSet.of(JoinPacket.failed(data)));
    if (isOnProbation(sender, lists)) {
      context.count(Counter.PROBATION_IGNORED);
      return;
    }
    long sequence = JoinPacket.ringSeq(data);
    boolean counts =
        switch (context.state) {
          case OPERATIONAL -> countsInOperational(sender, restarted, sequence, lists);
          case GATHER -> true;
          case COMMIT, RECOVERY -> countsInAttempt(sender, restarted, sequence, lists);
        };
    if (!counts) {
      context.count(Counter.JOINS_STALE);
      return;
    }
    context.effects.heardFrom(sender, /* taken= */ true);
    process(sender, lists);
  }

  private boolean countsInOperational(int sender, boolean restarted, long sequence, Lists lists) {
    boolean stale =
        context.ring.isMember(sender) && !restarted && sequence < context.ring.id.sequence();
    return !stale && !NodeSet.contains(lists.failed(), context.self);
  }

  /**
   * While a ring is being formed, a member counts that has gone back to Gather from it. In Commit
   * also one that knows of more than the attempt does: it will never accept the commit token.
   */
  private boolean countsInAttempt(int sender, boolean restarted, long sequence, Lists lists) {
    boolean knowsMore =
        context.state == TotemState.COMMIT && !lists.areWithin(context.processors, context.failed);
    boolean back = restarted || sequence >= context.ring.id.sequence();
    return context.ring.isMember(sender) && (back || knowsMore);
  }

  /**
   * A node on probation counts again once it shows that it hears this one (docs/protocol.md,
   * "Probation").
   */
  private boolean isOnProbation(int sender, Lists lists) {
    if (!context.peers.isOnProbation(sender, context.now)) {
      return false;
    }
    int[] members = context.installed == null ? NodeSet.EMPTY : context.installed.members;
    boolean hearsUs =
        NodeSet.contains(lists.processors(), context.self)
            && NodeSet.intersection(lists.failed(), members).length == 0;
    if (hearsUs) {
      context.peers.endProbation(sender);
    }
    return !hearsUs;
  }

  private void process(int sender, Lists lists) {
    if (context.installed != null && context.installed.isMember(sender)) {
      vouched = NodeSet.add(vouched, sender);
    }
    note(sender, lists);
    boolean news = !lists.areWithin(context.processors, context.failed);
    if (news && !NodeSet.contains(context.failed, sender)) {
      merge(sender, lists.processors(), lists.failed());
    }
    if (context.state != TotemState.GATHER) {
      enter(GatherReason.JOIN_HEARD, sender);
    }
    context.recorded.joinHeard(context.now, sender, lists.processors(), lists.failed());
    noteConsensus(sender, lists);
    checkAgreed();
  }

  /** Senders who are no candidates may become some; no more of them than a ring can have. */
  private void note(int sender, Lists lists) {
    boolean room = announced.size() < WireLimits.PROCESSORS_MAX;
    if (room || NodeSet.contains(context.processors, sender)) {
      announced.put(sender, lists);
    }
  }

  /** How many senders' lists are kept. */
  int announcements() {
    return announced.size();
  }

  /** One sender's lists came; what the others announced was compared before. */
  private void noteConsensus(int sender, Lists lists) {
    boolean agrees =
        NodeSet.contains(context.processors, sender)
            && lists.equalThose(context.processors, context.failed);
    if (agrees) {
      context.consensus = NodeSet.add(context.consensus, sender);
    } else if (NodeSet.contains(context.consensus, sender)) {
      context.consensus = NodeSet.minus(context.consensus, sender);
    }
  }

  /** Who has announced the lists that this member has now. */
  private void findConsensus() {
    int[] found = new int[context.processors.length];
    int count = 0;
    for (int processor : context.processors) {
      Lists lists = announced.get(processor);
      if (lists != null && lists.equalThose(context.processors, context.failed)) {
        found[count++] = processor;
      }
    }
    int[] agreeing = NodeSet.add(Arrays.copyOf(found, count), context.self);
    context.consensus = agreeing;
  }

  private void merge(int sender, int[] processors, int[] theirFailed) {
    int[] all = NodeSet.add(NodeSet.union(context.processors, processors), sender);
    if (all.length > WireLimits.PROCESSORS_MAX) {
      context.count(Counter.PACKETS_IMPLAUSIBLE);
      return;
    }
    int[] failed = mergedFailed(sender, all, theirFailed);
    boolean changed =
        all.length != context.processors.length || failed.length != context.failed.length;
    context.processors = all;
    context.failed = failed;
    // Starting over without news would put consensus off for ever.
    if (changed || context.state != TotemState.GATHER) {
      enter(GatherReason.JOIN_HEARD, sender);
    }
  }

  /**
   * Who has failed, after this sender told whom it takes for failed. It excludes me: I exclude it.
   * A member of my ring is believed. A stranger is believed, unless it excludes a member that I
   * still hear: then the ring that exists wins, and the stranger has to come again.
   */
  int[] mergedFailed(int sender, int[] known, int[] theirFailed) {
    boolean member = context.installed != null && context.installed.isMember(sender);
    boolean expelsOurs = !member && NodeSet.intersection(theirFailed, vouched).length > 0;
    if (NodeSet.contains(theirFailed, context.self) || expelsOurs) {
      return NodeSet.add(context.failed, sender);
    }
    // Only of those heard of: the set stays within the limit of the processor list.
    return NodeSet.union(context.failed, NodeSet.intersection(theirFailed, known));
  }

  /** A member leaves on purpose: gather without it (S29). */
  void onLeave(int sender, long sequence) {
    boolean concerned =
        switch (context.state) {
          case OPERATIONAL ->
              context.ring.isMember(sender) && sequence >= context.ring.id.sequence();
          case GATHER ->
              NodeSet.contains(context.processors, sender)
                  && !NodeSet.contains(context.failed, sender);
          case COMMIT, RECOVERY -> context.ring.isMember(sender);
        };
    RingState installed = context.installed;
    boolean ours =
        installed != null && installed.isMember(sender) && sequence >= installed.id.sequence();
    if (concerned || ours) {
      // Also of one that others' joins call failed already: they have heard it before.
      context.effects.leaves(sender);
    }
    if (!concerned) {
      context.count(Counter.JOINS_STALE);
      return;
    }
    leaves(sender);
    context.recorded.leaveHeard(context.now, sender);
    enter(GatherReason.LEAVE_HEARD, sender);
    assert NodeSet.contains(context.failed, sender) : "who leaves is not waited for (S29)";
  }

  /** Nobody waits for a member that leaves on purpose. */
  void leaves(int leaver) {
    leavers = NodeSet.add(leavers, leaver);
    context.processors = NodeSet.add(context.processors, leaver);
    context.failed = NodeSet.add(context.failed, leaver);
  }

  /** This member goes on to Commit: what was announced until now is of no further use. */
  void goesOn() {
    int[] announcing = announced.keySet().stream().mapToInt(Integer::intValue).toArray();
    parts.identity.gathered(NodeSet.of(announcing));
    announced.clear();
  }

  /**
   * A ring was installed: whoever it had to do without, other than by a leave message, is ignored
   * for a while, and the lists start over.
   */
  void installed(int[] members) {
    parts.identity.installed(members);
    for (int failed : NodeSet.minus(context.failed, leavers)) {
      context.peers.putOnProbation(failed, context.now, context.policy.consensusNanos());
    }
    leavers = NodeSet.EMPTY;
    context.processors = members;
    context.failed = NodeSet.EMPTY;
    context.consensus = NodeSet.EMPTY;
  }

  /** This member gets tokens but no data: it leaves the others alone (S5). */
  void failedToReceive() {
    context.count(Counter.FAILED_TO_RECEIVE);
    int[] others = NodeSet.minus(context.processors, context.self);
    Packet packet = joinPacket(context.self, others, NodeSet.add(context.failed, context.self));
    context.announceAndRelease(packet);
    for (int other : others) {
      context.peers.putOnProbation(other, context.now, context.policy.consensusNanos());
    }
    context.processors = NodeSet.of(context.self);
    context.failed = NodeSet.EMPTY;
    context.recorded.failedToReceive(context.now, context.ring);
    enter(GatherReason.FAILED_TO_RECEIVE, context.self);
  }

  /** Sends the leave message, three times since nobody will repeat it. */
  void sendLeave() {
    int[] others = NodeSet.minus(context.processors, context.self);
    Packet packet = joinPacket(0, others, NodeSet.add(context.failed, context.self));
    for (int i = 0; i < 3; i++) {
      context.effects.announce(packet);
    }
    context.pool.release(packet);
  }

  /** The join timer: repeats the message, less often each time. */
  void joinTimer() {
    joinDelayNanos = Math.min(2 * joinDelayNanos, context.policy.joinNanos());
    sendJoin();
  }

  /** Sends a changed join message that had to wait. */
  void joinSoonTimer() {
    sendJoin();
  }

  private void sendJoinSoon() {
    ownListsSent = false;
    long spaced = lastJoinNanos + context.policy.joinNanos() / JOIN_SPACING_DIVISOR;
    long drawn = startedNanos + firstJoinDelayNanos();
    long earliest = spaced - drawn > 0 ? spaced : drawn;
    if (context.now - earliest >= 0) {
      sendJoin();
    } else {
      context.timers.set(Timer.JOIN_SOON, earliest);
    }
  }

  /** Different for each member and Gather, and the same in each run of a simulation. */
  private long firstJoinDelayNanos() {
    long bound = context.policy.sendJoinNanos();
    if (bound == 0) {
      return 0;
    }
    long drawn = (context.self * 0x9e3779b97f4a7c15L) ^ (gathers * 0xbf58476d1ce4e5b9L);
    drawn = (drawn ^ (drawn >>> 31)) * 0x94d049bb133111ebL;
    return Long.remainderUnsigned(drawn ^ (drawn >>> 29), bound);
  }

  private void sendJoin() {
    lastJoinNanos = context.now;
    Packet packet = joinPacket(context.self, context.processors, context.failed);
    context.count(Counter.JOINS_SENT);
    context.recorded.joinSent(context.now, context.self, context.processors, context.failed);
    context.announceAndRelease(packet);
    context.timers.cancel(Timer.JOIN_SOON);
    context.timers.set(Timer.JOIN, context.now + joinDelayNanos);
    ownJoinPending = true;
    ownListsSent = true;
  }

  private Packet joinPacket(int headerNodeId, int[] processors, int[] failed) {
    int length = JoinPacket.length(processors.length, failed.length) + Trailer.LENGTH;
    Packet packet = context.pool.acquire(length);
    JoinPacket.write(
        packet, headerNodeId, context.self, processors, failed, context.ringId.sequence());
    packet.length(context.trailer().write(packet.data(), packet.length()));
    return packet;
  }

  /** Processes this member's own join message, at the end of the step that sent it. */
  void processOwnJoin() {
    if (ownJoinPending && context.state == TotemState.GATHER) {
      ownJoinPending = false;
      checkAgreed();
    }
  }

  /** If all candidates agree and this is the least of them, it creates the commit token. */
  void checkAgreed() {
    if (context.state != TotemState.GATHER || !ownListsSent) {
      return;
    }
    int[] candidates = context.candidates();
    if (candidates.length == 0 || !NodeSet.isSubset(candidates, context.consensus)) {
      return;
    }
    boolean alone = candidates.length == 1;
    // A ring of one waits: others that start now are heard first.
    boolean tooEarly = alone && context.now - startedNanos < aloneNanos();
    if (candidates[0] == context.self && !tooEarly) {
      parts.commit.create(candidates);
    }
  }

  /** A join interval; longer where it takes many join messages for one to arrive. */
  private long aloneNanos() {
    long share = context.policy.consensusNanos() / ALONE_DIVISOR;
    return Math.max(context.policy.joinNanos(), share);
  }

  /** Consensus was not reached in time: who did not answer has failed. */
  void consensusTimer() {
    context.count(Counter.CONSENSUS_TIMEOUTS);
    int[] candidates = context.candidates();
    if (NodeSet.isSubset(candidates, context.consensus)) {
      agreedButSilent(candidates);
      return;
    }
    int[] silent = NodeSet.minus(candidates, context.consensus);
    context.failed = NodeSet.union(context.failed, NodeSet.minus(silent, context.self));
    context.recorded.silent(context.now, silent);
    enter(GatherReason.NO_CONSENSUS, 0);
  }

  /** All agree, but the commit token did not come: ask again, then give its creator up. */
  private void agreedButSilent(int[] candidates) {
    context.count(Counter.AGREEMENTS_SILENT);
    context.recorded.noCommit(context.now, candidates[0]);
    silentAgreements++;
    if (silentAgreements >= SILENT_AGREEMENTS_MAX && candidates[0] != context.self) {
      silentAgreements = 0;
      context.failed = NodeSet.add(context.failed, candidates[0]);
      enter(GatherReason.NO_CONSENSUS, candidates[0]);
      return;
    }
    announced.clear();
    findConsensus();
    context.timers.set(Timer.CONSENSUS, context.now + context.policy.tokenNanos());
  }
}
