package io.evs.totem.wire;

import io.evs.RingId;
import java.util.List;

/**
 * A packet taken apart into values, for tools and tests; the engine reads packets in place. Every
 * byte of the datagram is in the image, so that {@link PacketCodec#encode} gives it back.
 *
 * <p>Node ids, sequence numbers and counts are unsigned 32-bit numbers in ints. Node ids are not
 * {@link io.evs.NodeId}s, because 0 and garbage occur. Numbers of list entries follow from the
 * lists.
 */
public sealed interface PacketImage {

  /** The common header. */
  HeaderImage header();

  /** Bytes behind the packet; tolerated, and kept. */
  Octets trailing();

  /**
   * The header without magic, version and type, which the kind of image says.
   *
   * @param encapsulated meaningful in message packets only, 0 in others
   * @param nodeId who transmitted the packet, 0 in a leave message
   * @param targetNodeId garbage in captures
   */
  record HeaderImage(int encapsulated, int nodeId, int targetNodeId) {}

  /**
   * A request of the retransmission list.
   *
   * @param ring ring of the missing packet
   * @param seq its number
   */
  record RetransmitRequest(RingId ring, int seq) {}

  /**
   * The token; fields as in {@link OrfToken}.
   *
   * @param header common header
   * @param seq highest sequence number used
   * @param tokenSeq number of the token itself
   * @param aru all received up to
   * @param aruAddr who lowered aru, 0 none
   * @param ring its ring
   * @param backlog sum of backlogs
   * @param fcc packets of the last rotation
   * @param retransFlg recovery flag
   * @param requests retransmission list
   * @param trailing bytes behind the packet
   */
  record OrfTokenImage(
      HeaderImage header,
      int seq,
      int tokenSeq,
      int aru,
      int aruAddr,
      RingId ring,
      int backlog,
      int fcc,
      int retransFlg,
      List<RetransmitRequest> requests,
      Octets trailing)
      implements PacketImage {
    /** Copies the list. */
    public OrfTokenImage {
      requests = List.copyOf(requests);
    }
  }

  /** What a message packet carries. */
  sealed interface Content {}

  /**
   * A packing packet.
   *
   * @param bytes all of the payload
   */
  record Packed(Octets bytes) implements Content {}

  /**
   * A packet of an old ring, in recovery.
   *
   * @param packet the old packet whole
   */
  record Recovered(McastImage packet) implements Content {}

  /**
   * A message packet; fields as in {@link McastPacket}. Its payload reaches to the end of the
   * datagram, so nothing trails it.
   *
   * @param header common header
   * @param systemFrom originator
   * @param seq ring sequence number
   * @param thisSeqno counter of the sender
   * @param ring its ring
   * @param unusedNodeId always 0
   * @param guarantee 0 agreed, 1 safe
   * @param content payload or packet of an old ring, as the header's {@code encapsulated} says
   */
  record McastImage(
      HeaderImage header,
      int systemFrom,
      int seq,
      int thisSeqno,
      RingId ring,
      int unusedNodeId,
      int guarantee,
      Content content)
      implements PacketImage {
    @Override
    public Octets trailing() {
      return Octets.EMPTY;
    }
  }

  /**
   * Merge detection.
   *
   * @param header common header
   * @param systemFrom sender
   * @param ring ring of the sender
   * @param trailing bytes behind the packet, see {@link #trailer}
   */
  record MergeDetectImage(HeaderImage header, int systemFrom, RingId ring, Octets trailing)
      implements PacketImage {}

  /**
   * A join or leave message.
   *
   * @param header common header; node id 0 in a leave message
   * @param systemFrom sender
   * @param ringSeq ring sequence of the sender
   * @param processors processor list as sent
   * @param failed failed list as sent
   * @param trailing bytes behind the packet, see {@link #trailer}
   */
  record JoinImage(
      HeaderImage header,
      int systemFrom,
      long ringSeq,
      List<Integer> processors,
      List<Integer> failed,
      Octets trailing)
      implements PacketImage {
    /** Copies the lists. */
    public JoinImage {
      processors = List.copyOf(processors);
      failed = List.copyOf(failed);
    }

    /** Whether it is a leave message. */
    public boolean isLeave() {
      return header.nodeId() == 0;
    }
  }

  /**
   * A member of the ring to form, and what it has of its old ring once it has filled its entry.
   *
   * @param nodeId member
   * @param oldRing its old ring, 0:0 while not filled
   * @param aru its aru there
   * @param highDelivered highest message delivered there
   * @param receivedFlg whether it has all messages known to exist there
   */
  record CommitEntry(int nodeId, RingId oldRing, int aru, int highDelivered, int receivedFlg) {}

  /**
   * The commit token; fields as in {@link CommitTokenPacket}.
   *
   * @param header common header
   * @param tokenSeq number of the token
   * @param ring ring to form
   * @param retransFlg always 0
   * @param index next entry to fill
   * @param members the members, ascending
   * @param trailing bytes behind the packet
   */
  record CommitTokenImage(
      HeaderImage header,
      int tokenSeq,
      RingId ring,
      int retransFlg,
      int index,
      List<CommitEntry> members,
      Octets trailing)
      implements PacketImage {
    /** Copies the list. */
    public CommitTokenImage {
      members = List.copyOf(members);
    }
  }

  /**
   * Asks for a held token.
   *
   * @param header common header
   * @param ring its ring
   * @param trailing bytes behind the packet
   */
  record HoldCancelImage(HeaderImage header, RingId ring, Octets trailing) implements PacketImage {}

  /** What one of our members said of itself behind the packet, if it did. */
  default java.util.Optional<Trailer> trailer() {
    boolean mayHave = this instanceof JoinImage || this instanceof MergeDetectImage;
    byte[] bytes = trailing().toArray();
    return mayHave
        ? java.util.Optional.ofNullable(Trailer.read(bytes, 0, bytes.length))
        : java.util.Optional.empty();
  }
}
