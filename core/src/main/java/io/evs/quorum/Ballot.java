package io.evs.quorum;

import io.evs.NodeId;
import io.evs.QuorumSettings;
import io.evs.RingId;
import io.evs.totem.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a member tells of its quorum in the state exchange (docs/protocol.md, "Quorum").
 *
 * @param settings its settings
 * @param formed the last primary configuration that it was in since it started
 * @param open later ones of which it does not know whether they were primary at any member
 */
public record Ballot(QuorumSettings settings, Optional<Session> formed, List<Session> open) {
  /** Most open sessions; a member that would have more forgets all, as by a restart. */
  public static final int OPEN_MAX = 8;

  private static final int MEMBERS_MAX = 1024;
  private static final int FIXED_BYTES = 12;
  private static final int SESSION_BYTES = 16;
  private static final int MEMBER_BYTES = 8;
  private static final byte FORMED = 1;

  /** Copies the list. */
  public Ballot {
    open = List.copyOf(open);
  }

  /** Whether the member knows what became of its votes in a session, having been up since. */
  boolean remembers(Session session) {
    return formed.isPresent() || open.stream().anyMatch(each -> each.ring().equals(session.ring()));
  }

  /** Expected votes u32, votes u32, policy u8, wait for all u8, sessions u16, and those. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] fixed = new byte[FIXED_BYTES];
    Bytes.putInt(fixed, 0, settings.expectedVotes());
    Bytes.putInt(fixed, 4, settings.votes());
    fixed[8] = (byte) settings.policy().ordinal();
    fixed[9] = (byte) (settings.waitForAll() ? 1 : 0);
    fixed[10] = (byte) (open.size() + (formed.isPresent() ? 1 : 0));
    out.writeBytes(fixed);
    formed.ifPresent(each -> write(out, FORMED, each));
    open.forEach(each -> write(out, (byte) 0, each));
    return out.toByteArray();
  }

  /** Formed u8, reserved u8, members u16, representative u32, sequence u64, {node, votes}*. */
  private static void write(ByteArrayOutputStream out, byte kind, Session session) {
    byte[] bytes = new byte[SESSION_BYTES + MEMBER_BYTES * session.votes().size()];
    bytes[0] = kind;
    Bytes.putShort(bytes, 2, session.votes().size());
    Bytes.putInt(bytes, 4, session.ring().representative());
    Bytes.putLong(bytes, 8, session.ring().sequence());
    int at = SESSION_BYTES;
    for (Map.Entry<NodeId, Integer> each : session.votes().entrySet()) {
      Bytes.putInt(bytes, at, each.getKey().value());
      Bytes.putInt(bytes, at + 4, each.getValue());
      at += MEMBER_BYTES;
    }
    out.writeBytes(bytes);
  }

  /** Reads what {@link #toBytes} wrote; empty if it is malformed, or of values that none allows. */
  public static Optional<Ballot> read(byte[] data, int offset, int length) {
    if (length < FIXED_BYTES) {
      return Optional.empty();
    }
    int expected = Bytes.getInt(data, offset);
    int votes = Bytes.getInt(data, offset + 4);
    int policy = data[offset + 8];
    int sessions = data[offset + 10];
    if (!areVotes(expected, votes, policy) || sessions < 0 || sessions > OPEN_MAX + 1) {
      return Optional.empty();
    }
    Optional<Session> formed = Optional.empty();
    List<Session> open = new ArrayList<>();
    int at = offset + FIXED_BYTES;
    for (int i = 0; i < sessions; i++) {
      int end = sessionEnd(data, at, offset + length);
      if (end < 0) {
        return Optional.empty();
      }
      Session session = session(data, at, end);
      if (data[at] == FORMED) {
        formed = Optional.of(session);
      } else {
        open.add(session);
      }
      at = end;
    }
    QuorumSettings settings =
        new QuorumSettings(
            expected, votes, QuorumSettings.Policy.values()[policy], data[offset + 9] != 0);
    return Optional.of(new Ballot(settings, formed, open));
  }

  private static boolean areVotes(int expected, int votes, int policy) {
    boolean known = policy >= 0 && policy < QuorumSettings.Policy.values().length;
    boolean two = policy == QuorumSettings.Policy.TWO_NODE.ordinal();
    return known
        && expected >= 1
        && expected <= QuorumSettings.VOTES_MAX
        && votes >= 0
        && votes <= expected
        && (!two || (expected == 2 && votes <= 1));
  }

  private static int sessionEnd(byte[] data, int at, int end) {
    if (end - at < SESSION_BYTES) {
      return -1;
    }
    int members = Bytes.getUnsignedShort(data, at + 2);
    int sessionEnd = at + SESSION_BYTES + MEMBER_BYTES * members;
    return members > MEMBERS_MAX || sessionEnd > end ? -1 : sessionEnd;
  }

  private static Session session(byte[] data, int at, int end) {
    RingId ring = new RingId(Bytes.getInt(data, at + 4), Bytes.getLong(data, at + 8));
    SortedMap<NodeId, Integer> votes = new TreeMap<>();
    for (int member = at + SESSION_BYTES; member < end; member += MEMBER_BYTES) {
      int count = Bytes.getInt(data, member + 4);
      votes.put(
          new NodeId(Bytes.getInt(data, member)),
          Math.max(0, Math.min(count, QuorumSettings.VOTES_MAX)));
    }
    return new Session(ring, votes);
  }
}
