package io.evs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A delivered message (evs_deliver_fn_t). The payload is the receiver's own copy. Two are equal if
 * their payloads have the same bytes, and all else is equal.
 *
 * @param groups the groups the message was sent to, in the sender's order
 * @param sender who sent it
 * @param guarantee what it was sent with: {@link Guarantee#AGREED} or {@link Guarantee#SAFE}
 * @param ring the ring in which it was ordered
 * @param sequence ring sequence number of the packet that completed it (raw 32 bits, wraps)
 * @param payload the bytes that were sent, 0 to 1 MiB
 */
public record Delivery(
    List<Group> groups,
    GroupMember sender,
    Guarantee guarantee,
    RingId ring,
    int sequence,
    byte[] payload) {
  /** The payload, which cannot be changed by this view; a new one each time. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(payload).asReadOnlyBuffer();
  }

  /** The payload as text in UTF-8; what is no UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Delivery that
        && sequence == that.sequence
        && ring.equals(that.ring)
        && sender.equals(that.sender)
        && guarantee == that.guarantee
        && groups.equals(that.groups)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * ring.hashCode() + sequence) + Arrays.hashCode(payload);
  }

  /** All but the payload, of which only the length is told. */
  @Override
  public String toString() {
    return guarantee
        + " message of "
        + sender
        + " to "
        + groups
        + ", ring "
        + ring
        + ", sequence "
        + Integer.toUnsignedLong(sequence)
        + ", "
        + payload.length
        + " bytes";
  }
}
