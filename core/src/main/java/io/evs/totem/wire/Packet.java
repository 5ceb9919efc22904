package io.evs.totem.wire;

/**
 * One datagram's bytes in a reusable array: {@code data[0 .. length)}.
 *
 * <p>Has one owner at a time. Whoever takes a packet stores it or returns it to its {@link
 * PacketPool}. Not thread-safe: a packet belongs to the loop of its member.
 */
public final class Packet {
  private static final int NOT_SEALED = Integer.MIN_VALUE;

  private final byte[] data;
  private int length;
  private int sealedType = NOT_SEALED;
  private boolean pooled;

  Packet(int capacity) {
    this.data = new byte[capacity];
  }

  /** The array; valid up to {@link #length()}. */
  public byte[] data() {
    return data;
  }

  /** Bytes used. */
  public int length() {
    return length;
  }

  /** Sets the number of bytes used, 0 to {@code data().length}. */
  public void length(int newLength) {
    if (newLength < 0 || newLength > data.length) {
      throw new IllegalArgumentException("length " + newLength + " of " + data.length);
    }
    length = newLength;
  }

  /** Whether these bytes are an envelope, whose contents cannot be looked at. */
  public boolean isSealed() {
    return sealedType != NOT_SEALED;
  }

  /** Type of the packet in the envelope, as in {@link Header}; -1 if it has none. */
  public int sealedType() {
    return sealedType;
  }

  /** Says that these bytes are an envelope, and what is in it. */
  public void sealedType(int type) {
    sealedType = type;
  }

  boolean isPooled() {
    return pooled;
  }

  void pooled(boolean inPool) {
    pooled = inPool;
    sealedType = NOT_SEALED;
  }
}
