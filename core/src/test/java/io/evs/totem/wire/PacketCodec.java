package io.evs.totem.wire;

import io.evs.RingId;
import io.evs.totem.wire.PacketImage.CommitEntry;
import io.evs.totem.wire.PacketImage.CommitTokenImage;
import io.evs.totem.wire.PacketImage.HeaderImage;
import io.evs.totem.wire.PacketImage.HoldCancelImage;
import io.evs.totem.wire.PacketImage.JoinImage;
import io.evs.totem.wire.PacketImage.McastImage;
import io.evs.totem.wire.PacketImage.MergeDetectImage;
import io.evs.totem.wire.PacketImage.OrfTokenImage;
import io.evs.totem.wire.PacketImage.Packed;
import io.evs.totem.wire.PacketImage.Recovered;
import io.evs.totem.wire.PacketImage.RetransmitRequest;
import java.util.ArrayList;
import java.util.List;

/** Datagrams to {@link PacketImage}s and back, byte for byte. */
public final class PacketCodec {

  /** What decoding gave. */
  public sealed interface Result {}

  /**
   * The datagram is a packet.
   *
   * @param image the packet
   */
  public record Decoded(PacketImage image) implements Result {}

  /**
   * The datagram is none.
   *
   * @param reason why, never {@link Reject#NONE}
   */
  public record Rejected(Reject reason) implements Result {}

  private PacketCodec() {}

  /** Takes a datagram apart if {@link PacketCheck} accepts it. */
  public static Result decode(byte[] datagram) {
    Reject reject = PacketCheck.check(datagram, datagram.length);
    return reject == Reject.NONE ? new Decoded(read(datagram)) : new Rejected(reject);
  }

  private static PacketImage read(byte[] data) {
    return switch (Header.type(data)) {
      case Header.ORF_TOKEN -> readToken(data);
      case Header.MCAST -> readMcast(data, 0);
      case Header.MERGE_DETECT ->
          new MergeDetectImage(
              readHeader(data, 0),
              MergeDetectPacket.systemFrom(data),
              RingIdField.read(data, MergeDetectPacket.RING_ID),
              rest(data, MergeDetectPacket.LENGTH));
      case Header.JOIN -> readJoin(data);
      case Header.COMMIT_TOKEN -> readCommitToken(data);
      default ->
          new HoldCancelImage(
              readHeader(data, 0),
              RingIdField.read(data, HoldCancelPacket.RING_ID),
              rest(data, HoldCancelPacket.LENGTH));
    };
  }

  private static HeaderImage readHeader(byte[] data, int at) {
    return new HeaderImage(
        Bytes.getUnsignedByte(data, at + Header.ENCAPSULATED),
        Bytes.getInt(data, at + Header.NODE_ID),
        Bytes.getInt(data, at + Header.TARGET_NODE_ID));
  }

  private static Octets rest(byte[] data, int from) {
    return Octets.copyOf(data, from, data.length);
  }

  private static OrfTokenImage readToken(byte[] data) {
    List<RetransmitRequest> requests = new ArrayList<>();
    for (int i = 0; i < OrfToken.rtrEntries(data); i++) {
      int at = OrfToken.rtrOffset(i);
      RingId ring = RingIdField.read(data, at);
      requests.add(new RetransmitRequest(ring, Bytes.getInt(data, at + RingIdField.LENGTH)));
    }
    return new OrfTokenImage(
        readHeader(data, 0),
        OrfToken.seq(data),
        OrfToken.tokenSeq(data),
        OrfToken.aru(data),
        OrfToken.aruAddr(data),
        RingIdField.read(data, OrfToken.RING_ID),
        OrfToken.backlog(data),
        OrfToken.fcc(data),
        OrfToken.retransFlg(data),
        requests,
        rest(data, OrfToken.length(requests.size())));
  }

  private static McastImage readMcast(byte[] data, int at) {
    HeaderImage header = readHeader(data, at);
    int payload = at + McastPacket.HEADER_LENGTH;
    boolean nested = header.encapsulated() == Header.RECOVERED;
    return new McastImage(
        header,
        Bytes.getInt(data, at + McastPacket.SYSTEM_FROM),
        Bytes.getInt(data, at + McastPacket.SEQ),
        Bytes.getInt(data, at + McastPacket.THIS_SEQNO),
        RingIdField.read(data, at + McastPacket.RING_ID),
        Bytes.getInt(data, at + McastPacket.UNUSED_NODE_ID),
        Bytes.getInt(data, at + McastPacket.GUARANTEE),
        nested ? new Recovered(readMcast(data, payload)) : new Packed(rest(data, payload)));
  }

  private static JoinImage readJoin(byte[] data) {
    return new JoinImage(
        readHeader(data, 0),
        JoinPacket.systemFrom(data),
        JoinPacket.ringSeq(data),
        list(JoinPacket.processors(data)),
        list(JoinPacket.failed(data)),
        rest(data, JoinPacket.length(data)));
  }

  private static List<Integer> list(int[] ids) {
    return java.util.Arrays.stream(ids).boxed().toList();
  }

  private static CommitTokenImage readCommitToken(byte[] data) {
    List<CommitEntry> members = new ArrayList<>();
    for (int i = 0; i < CommitTokenPacket.members(data); i++) {
      int at = CommitTokenPacket.entry(data, i);
      members.add(
          new CommitEntry(
              CommitTokenPacket.address(data, i),
              RingIdField.read(data, at),
              CommitTokenPacket.entryAru(data, i),
              CommitTokenPacket.entryHighDelivered(data, i),
              Bytes.getInt(data, at + CommitTokenPacket.ENTRY_RECEIVED_FLG)));
    }
    return new CommitTokenImage(
        readHeader(data, 0),
        Bytes.getInt(data, CommitTokenPacket.TOKEN_SEQ),
        RingIdField.read(data, CommitTokenPacket.RING_ID),
        Bytes.getInt(data, CommitTokenPacket.RETRANS_FLG),
        CommitTokenPacket.index(data),
        members,
        rest(data, CommitTokenPacket.length(members.size())));
  }

  /**
   * Puts a packet together. Gives back what was decoded; an image made otherwise is written as it
   * is, well-formed or not.
   */
  public static byte[] encode(PacketImage image) {
    byte[] data = new byte[length(image) + image.trailing().length()];
    if (image instanceof OrfTokenImage token) {
      writeToken(data, token);
    } else if (image instanceof McastImage mcast) {
      writeMcast(data, 0, mcast);
    } else if (image instanceof MergeDetectImage merge) {
      writeHeader(data, 0, Header.MERGE_DETECT, merge.header());
      Bytes.putInt(data, MergeDetectPacket.SYSTEM_FROM, merge.systemFrom());
      RingIdField.write(data, MergeDetectPacket.RING_ID, merge.ring());
    } else if (image instanceof JoinImage join) {
      writeJoin(data, join);
    } else if (image instanceof CommitTokenImage token) {
      writeCommitToken(data, token);
    } else if (image instanceof HoldCancelImage cancel) {
      writeHeader(data, 0, Header.HOLD_CANCEL, cancel.header());
      RingIdField.write(data, HoldCancelPacket.RING_ID, cancel.ring());
    }
    image.trailing().writeTo(data, length(image));
    return data;
  }

  /** Length without what trails. */
  private static int length(PacketImage image) {
    if (image instanceof OrfTokenImage token) {
      return OrfToken.length(token.requests().size());
    } else if (image instanceof McastImage mcast) {
      int content =
          mcast.content() instanceof Recovered recovered
              ? length(recovered.packet())
              : ((Packed) mcast.content()).bytes().length();
      return McastPacket.HEADER_LENGTH + content;
    } else if (image instanceof JoinImage join) {
      return JoinPacket.length(join.processors().size(), join.failed().size());
    } else if (image instanceof CommitTokenImage token) {
      return CommitTokenPacket.length(token.members().size());
    }
    return image instanceof MergeDetectImage ? MergeDetectPacket.LENGTH : HoldCancelPacket.LENGTH;
  }

  private static void writeHeader(byte[] data, int at, int type, HeaderImage header) {
    Header.write(data, at, type, header.encapsulated(), header.nodeId());
    Bytes.putInt(data, at + Header.TARGET_NODE_ID, header.targetNodeId());
  }

  private static void writeToken(byte[] data, OrfTokenImage token) {
    writeHeader(data, 0, Header.ORF_TOKEN, token.header());
    Bytes.putInt(data, OrfToken.SEQ, token.seq());
    Bytes.putInt(data, OrfToken.TOKEN_SEQ, token.tokenSeq());
    Bytes.putInt(data, OrfToken.ARU, token.aru());
    Bytes.putInt(data, OrfToken.ARU_ADDR, token.aruAddr());
    RingIdField.write(data, OrfToken.RING_ID, token.ring());
    Bytes.putInt(data, OrfToken.BACKLOG, token.backlog());
    Bytes.putInt(data, OrfToken.FCC, token.fcc());
    Bytes.putInt(data, OrfToken.RETRANS_FLG, token.retransFlg());
    Bytes.putInt(data, OrfToken.RTR_ENTRIES, token.requests().size());
    for (int i = 0; i < token.requests().size(); i++) {
      RetransmitRequest request = token.requests().get(i);
      RingIdField.write(data, OrfToken.rtrOffset(i), request.ring());
      Bytes.putInt(data, OrfToken.rtrOffset(i) + RingIdField.LENGTH, request.seq());
    }
  }

  private static void writeMcast(byte[] data, int at, McastImage mcast) {
    writeHeader(data, at, Header.MCAST, mcast.header());
    Bytes.putInt(data, at + McastPacket.SYSTEM_FROM, mcast.systemFrom());
    Bytes.putInt(data, at + McastPacket.SEQ, mcast.seq());
    Bytes.putInt(data, at + McastPacket.THIS_SEQNO, mcast.thisSeqno());
    RingIdField.write(data, at + McastPacket.RING_ID, mcast.ring());
    Bytes.putInt(data, at + McastPacket.UNUSED_NODE_ID, mcast.unusedNodeId());
    Bytes.putInt(data, at + McastPacket.GUARANTEE, mcast.guarantee());
    int payload = at + McastPacket.HEADER_LENGTH;
    if (mcast.content() instanceof Recovered recovered) {
      writeMcast(data, payload, recovered.packet());
    } else {
      ((Packed) mcast.content()).bytes().writeTo(data, payload);
    }
  }

  private static void writeJoin(byte[] data, JoinImage join) {
    writeHeader(data, 0, Header.JOIN, join.header());
    Bytes.putInt(data, JoinPacket.SYSTEM_FROM, join.systemFrom());
    Bytes.putInt(data, JoinPacket.PROC_ENTRIES, join.processors().size());
    Bytes.putInt(data, JoinPacket.FAILED_ENTRIES, join.failed().size());
    Bytes.putLong(data, JoinPacket.RING_SEQ, join.ringSeq());
    int at = JoinPacket.LISTS;
    for (int id : join.processors()) {
      Bytes.putInt(data, at, id);
      at += 4;
    }
    for (int id : join.failed()) {
      Bytes.putInt(data, at, id);
      at += 4;
    }
  }

  private static void writeCommitToken(byte[] data, CommitTokenImage token) {
    writeHeader(data, 0, Header.COMMIT_TOKEN, token.header());
    Bytes.putInt(data, CommitTokenPacket.TOKEN_SEQ, token.tokenSeq());
    RingIdField.write(data, CommitTokenPacket.RING_ID, token.ring());
    Bytes.putInt(data, CommitTokenPacket.RETRANS_FLG, token.retransFlg());
    Bytes.putInt(data, CommitTokenPacket.MEMB_INDEX, token.index());
    Bytes.putInt(data, CommitTokenPacket.ADDR_ENTRIES, token.members().size());
    for (int i = 0; i < token.members().size(); i++) {
      CommitEntry member = token.members().get(i);
      int at = CommitTokenPacket.entry(data, i);
      Bytes.putInt(data, CommitTokenPacket.ADDRESSES + 4 * i, member.nodeId());
      RingIdField.write(data, at, member.oldRing());
      Bytes.putInt(data, at + CommitTokenPacket.ENTRY_ARU, member.aru());
      Bytes.putInt(data, at + CommitTokenPacket.ENTRY_HIGH_DELIVERED, member.highDelivered());
      Bytes.putInt(data, at + CommitTokenPacket.ENTRY_RECEIVED_FLG, member.receivedFlg());
    }
  }
}
