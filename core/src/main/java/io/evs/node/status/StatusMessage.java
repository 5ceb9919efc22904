package io.evs.node.status;

import io.evs.EvsException;
import io.evs.Group;
import io.evs.node.handle.ControlGroups;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is said when the members of a ring are asked for their status: {@code "EVSS"}, a version, a
 * kind, the number of the question (32 bits, big-endian), and the rest as UTF-8.
 *
 * @param kind question or answer
 * @param number number of the question, chosen by whoever asks
 * @param text of a question the group to answer to, of an answer the status as JSON
 */
public record StatusMessage(Kind kind, int number, String text) {
  /** The group that everyone is in who answers. */
  public static final Group GROUP = new Group(ControlGroups.CONTROL_PREFIX + "status");

  private static final int MAGIC = 0x45565353;
  private static final byte VERSION = 1;

  public enum Kind {
    QUESTION,
    ANSWER,
    /** For what the flight recorders hold; only operators are answered. */
    FLIGHT_QUESTION,
    /** As {@link io.evs.flight.FlightText} writes it. */
    FLIGHT_ANSWER
  }

  public byte[] bytes() {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(10 + utf8.length)
        .putInt(MAGIC)
        .put(VERSION)
        .put((byte) kind.ordinal())
        .putInt(number)
        .put(utf8)
        .array();
  }

  /** Reads one; empty if it is none, or of a version to come. */
  public static Optional<StatusMessage> parse(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    try {
      int magic = buffer.getInt();
      byte version = buffer.get();
      byte kind = buffer.get();
      int number = buffer.getInt();
      if (magic != MAGIC || version != VERSION || kind < 0 || kind >= Kind.values().length) {
        return Optional.empty();
      }
      String text = StandardCharsets.UTF_8.decode(buffer).toString();
      return Optional.of(new StatusMessage(Kind.values()[kind], number, text));
    } catch (BufferUnderflowException tooShort) {
      return Optional.empty();
    }
  }

  /** The group to answer to; empty if a question names none that is meant for answers. */
  public Optional<Group> replyGroup() {
    boolean question = kind == Kind.QUESTION || kind == Kind.FLIGHT_QUESTION;
    if (!question || !text.startsWith(ControlGroups.REPLY_PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Group(text));
    } catch (EvsException noName) {
      return Optional.empty();
    }
  }
}
