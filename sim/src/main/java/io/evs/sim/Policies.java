package io.evs.sim;

import io.evs.totem.RingPolicy;

/** Ring values with one of them changed. */
final class Policies {
  private Policies() {}

  static RingPolicy accelerated(RingPolicy p, int window) {
    return new RingPolicy(
        p.tokenNanos(),
        p.tokenRetransmitNanos(),
        p.rtoMinNanos(),
        p.holdNanos(),
        p.mergeNanos(),
        p.joinNanos(),
        0,
        p.consensusNanos(),
        p.windowSize(),
        p.maxMessages(),
        p.missCountConst(),
        p.failRecvConst(),
        p.failRecvNanos(),
        p.seqnoUnchangedConst(),
        window,
        p.rtrEntriesMax(),
        p.unreleasedMax(),
        p.corosyncCompatible());
  }

  static RingPolicy window(RingPolicy p, int windowSize, int maxMessages) {
    return new RingPolicy(
        p.tokenNanos(),
        p.tokenRetransmitNanos(),
        p.rtoMinNanos(),
        p.holdNanos(),
        p.mergeNanos(),
        p.joinNanos(),
        0,
        p.consensusNanos(),
        windowSize,
        maxMessages,
        p.missCountConst(),
        p.failRecvConst(),
        p.failRecvNanos(),
        p.seqnoUnchangedConst(),
        p.acceleratedWindow(),
        p.rtrEntriesMax(),
        p.unreleasedMax(),
        p.corosyncCompatible());
  }

  static RingPolicy failRecv(RingPolicy p, int visits) {
    return new RingPolicy(
        p.tokenNanos(),
        p.tokenRetransmitNanos(),
        p.rtoMinNanos(),
        p.holdNanos(),
        p.mergeNanos(),
        p.joinNanos(),
        0,
        p.consensusNanos(),
        p.windowSize(),
        p.maxMessages(),
        p.missCountConst(),
        visits,
        p.failRecvNanos(),
        p.seqnoUnchangedConst(),
        p.acceleratedWindow(),
        p.rtrEntriesMax(),
        p.unreleasedMax(),
        p.corosyncCompatible());
  }

  static RingPolicy missCount(RingPolicy p, int count) {
    return new RingPolicy(
        p.tokenNanos(),
        p.tokenRetransmitNanos(),
        p.rtoMinNanos(),
        p.holdNanos(),
        p.mergeNanos(),
        p.joinNanos(),
        0,
        p.consensusNanos(),
        p.windowSize(),
        p.maxMessages(),
        count,
        p.failRecvConst(),
        p.failRecvNanos(),
        p.seqnoUnchangedConst(),
        p.acceleratedWindow(),
        p.rtrEntriesMax(),
        p.unreleasedMax(),
        p.corosyncCompatible());
  }

  static RingPolicy requests(RingPolicy p, int entries) {
    return new RingPolicy(
        p.tokenNanos(),
        p.tokenRetransmitNanos(),
        p.rtoMinNanos(),
        p.holdNanos(),
        p.mergeNanos(),
        p.joinNanos(),
        0,
        p.consensusNanos(),
        p.windowSize(),
        p.maxMessages(),
        p.missCountConst(),
        p.failRecvConst(),
        p.failRecvNanos(),
        p.seqnoUnchangedConst(),
        p.acceleratedWindow(),
        entries,
        p.unreleasedMax(),
        p.corosyncCompatible());
  }

  static RingPolicy window(RingPolicy p, int packets) {
    return new RingPolicy(
        p.tokenNanos(),
        p.tokenRetransmitNanos(),
        p.rtoMinNanos(),
        p.holdNanos(),
        p.mergeNanos(),
        p.joinNanos(),
        0,
        p.consensusNanos(),
        packets,
        packets,
        p.missCountConst(),
        p.failRecvConst(),
        p.failRecvNanos(),
        p.seqnoUnchangedConst(),
        p.acceleratedWindow(),
        p.rtrEntriesMax(),
        p.unreleasedMax(),
        p.corosyncCompatible());
  }
}
