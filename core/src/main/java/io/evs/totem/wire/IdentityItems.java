package io.evs.totem.wire;

import java.util.Arrays;

/**
 * Items behind the {@link Trailer} of a merge detect message by which nodes find out that two of
 * them have one id. Whoever does not know them skips them.
 *
 * <p>Challenge: type 6, a u64 that the other repeats to show that it gets what is sent to its
 * address. Holder: type 7, the u64 challenge repeated (0 for none), the u64 incarnation of the node
 * that has the id, and its address in the driver's form, at most 32 bytes.
 */
public final class IdentityItems {
  /** Most bytes of an address. */
  public static final int ADDRESS_MAX = 32;

  /** Most bytes that both items take. */
  public static final int LENGTH_MAX = 2 + 8 + 2 + 16 + ADDRESS_MAX;

  private static final int CHALLENGE = 6;
  private static final int HOLDER = 7;
  private static final int HOLDER_LEAST = 16;

  /**
   * Who has an id.
   *
   * @param echo the challenge of the one that is told, or 0
   * @param incarnation of the node that has the id
   * @param address where it is, in the driver's form; empty if not known
   */
  public record Holder(long echo, long incarnation, byte[] address) {}

  private IdentityItems() {}

  /** Writes a challenge; returns the offset behind it. */
  public static int writeChallenge(byte[] data, int offset, long challenge) {
    data[offset] = CHALLENGE;
    data[offset + 1] = Long.BYTES;
    Bytes.putLong(data, offset + 2, challenge);
    return offset + 2 + Long.BYTES;
  }

  /** Writes who has the id; returns the offset behind it. */
  public static int writeHolder(byte[] data, int offset, Holder holder) {
    int addressBytes = Math.min(ADDRESS_MAX, holder.address().length);
    data[offset] = HOLDER;
    data[offset + 1] = (byte) (HOLDER_LEAST + addressBytes);
    Bytes.putLong(data, offset + 2, holder.echo());
    Bytes.putLong(data, offset + 10, holder.incarnation());
    System.arraycopy(holder.address(), 0, data, offset + 18, addressBytes);
    return offset + 18 + addressBytes;
  }

  /** The challenge in a trailer between two offsets; 0 if there is none. */
  public static long challenge(byte[] data, int from, int to) {
    int at = find(data, from, to, CHALLENGE);
    return at < 0 || data[at + 1] != Long.BYTES ? 0 : Bytes.getLong(data, at + 2);
  }

  /** Who has the id, from a trailer between two offsets; null if it is not told. */
  public static Holder holder(byte[] data, int from, int to) {
    int at = find(data, from, to, HOLDER);
    int length = at < 0 ? 0 : data[at + 1] & 0xff;
    if (length < HOLDER_LEAST || length > HOLDER_LEAST + ADDRESS_MAX) {
      return null;
    }
    return new Holder(
        Bytes.getLong(data, at + 2),
        Bytes.getLong(data, at + 10),
        Arrays.copyOfRange(data, at + 18, at + 2 + length));
  }

  /** Offset of the first item of a type; -1 if there is none. */
  private static int find(byte[] data, int from, int to, int type) {
    if (to - from < 4 || Bytes.getInt(data, from) != Trailer.MAGIC) {
      return -1;
    }
    int at = from + 4;
    while (at + 2 <= to) {
      int next = at + 2 + (data[at + 1] & 0xff);
      if (next > to) {
        return -1;
      }
      if (data[at] == type) {
        return at;
      }
      at = next;
    }
    return -1;
  }
}
