package io.evs.doctor;

import io.evs.Group;
import io.evs.node.handle.ControlGroups;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the doctors of nodes say to each other: {@code "EVSD"}, a version, a kind, the number of the
 * question (32 bits, big-endian), and the rest as UTF-8.
 *
 * @param kind what it is
 * @param number number of the question, chosen by whoever asks; 0 without one
 * @param text of a question the group to answer to, of a report a {@link CheckupReport} as JSON, of
 *     settings an object with them
 */
record DoctorMessage(Kind kind, int number, String text) {
  /** The group that every node's doctor is in. */
  static final Group GROUP = new Group(ControlGroups.CONTROL_PREFIX + "doctor");

  private static final int MAGIC = 0x45565344;
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = 10;

  enum Kind {
    QUESTION,
    REPORT,
    SETTINGS
  }

  byte[] bytes() {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER_BYTES + utf8.length)
        .putInt(MAGIC)
        .put(VERSION)
        .put((byte) kind.ordinal())
        .putInt(number)
        .put(utf8)
        .array();
  }

  /** Reads one; empty if it is none, or of a version to come. */
  static Optional<DoctorMessage> parse(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    if (payload.length < HEADER_BYTES || buffer.getInt() != MAGIC || buffer.get() != VERSION) {
      return Optional.empty();
    }
    byte kind = buffer.get();
    int number = buffer.getInt();
    return kind < 0 || kind >= Kind.values().length
        ? Optional.empty()
        : Optional.of(
            new DoctorMessage(
                Kind.values()[kind], number, StandardCharsets.UTF_8.decode(buffer).toString()));
  }
}
