package io.evs.totem.transcript;

import io.evs.totem.wire.Bytes;
import io.evs.totem.wire.CommitTokenPacket;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.JoinPacket;
import io.evs.totem.wire.McastPacket;
import io.evs.totem.wire.MergeDetectPacket;
import io.evs.totem.wire.OrfToken;
import io.evs.totem.wire.RingIdField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

/** A packet with its fields, as one line of a transcript. */
public final class PacketText {
  private PacketText() {}

  /** Type and fields. */
  public static String of(byte[] data) {
    return switch (Header.type(data)) {
      case Header.ORF_TOKEN -> token(data);
      case Header.MCAST -> message(data);
      case Header.MERGE_DETECT ->
          "merge_detect of " + RingIdField.read(data, MergeDetectPacket.RING_ID);
      case Header.JOIN -> join(data);
      case Header.COMMIT_TOKEN -> commit(data);
      default -> "hold_cancel";
    };
  }

  /** What a packet that is sent again and again is about; empty for others. */
  static String topic(int sender, byte[] data) {
    return switch (Header.type(data)) {
      case Header.ORF_TOKEN -> "token " + RingIdField.read(data, OrfToken.RING_ID) + " ";
      case Header.JOIN -> "join " + sender + " ";
      case Header.COMMIT_TOKEN ->
          "commit_token " + RingIdField.read(data, CommitTokenPacket.RING_ID) + " ";
      default -> "";
    };
  }

  /** What such a packet says, but for a token's own number. */
  static String news(byte[] data) {
    return switch (Header.type(data)) {
      case Header.ORF_TOKEN -> tokenFields(data);
      case Header.COMMIT_TOKEN -> entries(data);
      default -> of(data);
    };
  }

  private static String token(byte[] data) {
    return "token "
        + OrfToken.tokenSeq(data)
        + " of "
        + RingIdField.read(data, OrfToken.RING_ID)
        + tokenFields(data);
  }

  private static String tokenFields(byte[] data) {
    StringBuilder text = new StringBuilder();
    text.append(" seq ").append(OrfToken.seq(data)).append(" aru ").append(OrfToken.aru(data));
    add(text, " aru_addr ", OrfToken.aruAddr(data));
    add(text, " fcc ", OrfToken.fcc(data));
    add(text, " backlog ", OrfToken.backlog(data));
    add(text, " retrans_flg ", OrfToken.retransFlg(data));
    if (OrfToken.rtrEntries(data) > 0) {
      StringJoiner missing = new StringJoiner(" ", " rtr [", "]");
      for (int i = 0; i < OrfToken.rtrEntries(data); i++) {
        // Ring id, then the number that is missing.
        missing.add(
            Integer.toString(Bytes.getInt(data, OrfToken.rtrOffset(i) + RingIdField.LENGTH)));
      }
      text.append(missing);
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String name, int value) {
    if (value != 0) {
      text.append(name).append(value);
    }
  }

  private static String message(byte[] data) {
    if (Header.encapsulated(data) == Header.RECOVERED) {
      byte[] inner = Arrays.copyOfRange(data, McastPacket.HEADER_LENGTH, data.length);
      return numbered(data) + " recovers (" + message(inner) + ")";
    }
    return numbered(data)
        + (McastPacket.isSafe(data) ? " safe " : " agreed ")
        + quoted(data, McastPacket.HEADER_LENGTH, data.length);
  }

  private static String numbered(byte[] data) {
    return "mcast "
        + McastPacket.seq(data)
        + " of "
        + RingIdField.read(data, McastPacket.RING_ID)
        + " by "
        + McastPacket.systemFrom(data);
  }

  /** Bytes as text. */
  public static String quoted(byte[] data, int from, int to) {
    return '"' + new String(data, from, to - from, StandardCharsets.UTF_8) + '"';
  }

  private static String join(byte[] data) {
    String kind = JoinPacket.isLeave(data) ? "leave" : "join";
    return kind
        + " proc "
        + set(JoinPacket.processors(data))
        + " failed "
        + set(JoinPacket.failed(data))
        + " ring_seq "
        + JoinPacket.ringSeq(data);
  }

  private static String commit(byte[] data) {
    return "commit_token "
        + Bytes.getInt(data, CommitTokenPacket.TOKEN_SEQ)
        + " of "
        + RingIdField.read(data, CommitTokenPacket.RING_ID)
        + " members "
        + set(CommitTokenPacket.addresses(data))
        + entries(data);
  }

  private static String entries(byte[] data) {
    StringJoiner entries = new StringJoiner(", ", " [", "]");
    for (int i = 0; i < CommitTokenPacket.members(data); i++) {
      entries.add(i < CommitTokenPacket.index(data) ? entry(data, i) : "-");
    }
    return entries.toString();
  }

  private static String entry(byte[] data, int i) {
    return RingIdField.read(data, CommitTokenPacket.entry(data, i))
        + " aru "
        + CommitTokenPacket.entryAru(data, i)
        + " delivered "
        + CommitTokenPacket.entryHighDelivered(data, i)
        + (CommitTokenPacket.entryReceived(data, i) ? " received" : "");
  }

  /** Members of a set. */
  public static String set(int[] members) {
    StringJoiner text = new StringJoiner(" ", "{", "}");
    for (int member : members) {
      text.add(Integer.toString(member));
    }
    return text.toString();
  }
}
