package io.evs.barrier.table;

import io.evs.RingId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What parties say to each other; little-endian, with a version in front. Whatever is malformed, or
 * of a later version, is no message.
 */
sealed interface BarrierMessage {
  byte VERSION = 2;

  /**
   * The sender waits at the barrier.
   *
   * @param count names the change behind which this may be counted
   * @param entry its number among those of the sender
   * @param parties of how many, 0 for all members
   * @param place where it was counted before the change; empty if it was not
   */
  record Enter(long count, long entry, int parties, Optional<Place> place)
      implements BarrierMessage {}

  /** The sender waits no more. */
  record Withdraw(long entry) implements BarrierMessage {}

  /**
   * The sender does not wait, behind a change.
   *
   * @param count names the change
   */
  record Idle(long count) implements BarrierMessage {}

  /**
   * Whoever has not said by now whether it waits is not waited for: it may be stopped, or only
   * listen.
   *
   * @param count names the change
   */
  record GoOn(long count) implements BarrierMessage {}

  /** The change behind which this may be taken; empty if behind any. */
  static OptionalLong count(BarrierMessage message) {
    if (message instanceof Enter enter) {
      return OptionalLong.of(enter.count());
    } else if (message instanceof Idle idle) {
      return OptionalLong.of(idle.count());
    } else if (message instanceof GoOn goOn) {
      return OptionalLong.of(goOn.count());
    }
    return OptionalLong.empty();
  }

  /** Writes a message. */
  static byte[] write(BarrierMessage message) {
    ByteBuffer to = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).put(VERSION);
    if (message instanceof Enter enter) {
      to.put((byte) (enter.place().isPresent() ? 3 : 1));
      to.putLong(enter.count()).putLong(enter.entry()).putInt(enter.parties());
      enter.place().ifPresent(place -> write(place, to));
    } else if (message instanceof Withdraw withdraw) {
      to.put((byte) 2).putLong(withdraw.entry());
    } else if (message instanceof Idle idle) {
      to.put((byte) 4).putLong(idle.count());
    } else if (message instanceof GoOn goOn) {
      to.put((byte) 5).putLong(goOn.count());
    }
    byte[] bytes = new byte[to.position()];
    to.flip().get(bytes);
    return bytes;
  }

  private static void write(Place place, ByteBuffer to) {
    to.putInt(place.ring().representative()).putLong(place.ring().sequence());
    to.putLong(place.number());
  }

  private static Place place(ByteBuffer from) {
    return new Place(new RingId(from.getInt(), from.getLong()), from.getLong());
  }

  private static Enter enter(ByteBuffer from, boolean again) {
    return new Enter(
        from.getLong(),
        from.getLong(),
        from.getInt(),
        again ? Optional.of(place(from)) : Optional.empty());
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
            case 1 -> enter(from, false);
            case 2 -> new Withdraw(from.getLong());
            case 3 -> enter(from, true);
            case 4 -> new Idle(from.getLong());
            case 5 -> new GoOn(from.getLong());
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
