package io.evs.barrier.table;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What parties say to each other; little-endian, with a version in front. Whatever is malformed, or
 * of a later version, is no message.
 */
sealed interface BarrierMessage {
  byte VERSION = 1;

  /**
   * The sender waits at the barrier.
   *
   * @param count names the change behind which this may be counted
   * @param entry its number among those of the sender
   * @param parties of how many, 0 for all members
   */
  record Enter(long count, long entry, int parties) implements BarrierMessage {}

  /** The sender waits no more. */
  record Withdraw(long entry) implements BarrierMessage {}

  /** Writes a message. */
  static byte[] write(BarrierMessage message) {
    ByteBuffer to = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).put(VERSION);
    if (message instanceof Enter enter) {
      to.put((byte) 1).putLong(enter.count()).putLong(enter.entry()).putInt(enter.parties());
    } else if (message instanceof Withdraw withdraw) {
      to.put((byte) 2).putLong(withdraw.entry());
    }
    byte[] bytes = new byte[to.position()];
    to.flip().get(bytes);
    return bytes;
  }

  /** Reads a message; empty if it is none. */
  static Optional<BarrierMessage> read(byte[] payload) {
    ByteBuffer from = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (from.get() != VERSION) {
        return Optional.empty();
      }
      BarrierMessage message =
          switch (from.get()) {
            case 1 -> new Enter(from.getLong(), from.getLong(), from.getInt());
            case 2 -> new Withdraw(from.getLong());
            default -> null;
          };
      boolean whole = !from.hasRemaining() && isInRange(message);
      return whole ? Optional.ofNullable(message) : Optional.empty();
    } catch (BufferUnderflowException tooShort) {
      return Optional.empty();
    }
  }

  private static boolean isInRange(BarrierMessage message) {
    return !(message instanceof Enter enter)
        || (enter.parties() >= 0 && enter.parties() <= BarrierParty.PARTIES_MAX);
  }
}
