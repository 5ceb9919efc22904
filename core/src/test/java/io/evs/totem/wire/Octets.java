package io.evs.totem.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change and compare by value, for decoded packets. */
public final class Octets {
  /** No bytes. */
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] data;

  private Octets(byte[] data) {
    this.data = data;
  }

  /** A copy of all bytes of an array. */
  public static Octets of(byte... data) {
    return copyOf(data, 0, data.length);
  }

  /** A copy of {@code data[from .. to)}. */
  public static Octets copyOf(byte[] data, int from, int to) {
    return from == to ? EMPTY : new Octets(Arrays.copyOfRange(data, from, to));
  }

  /** How many. */
  public int length() {
    return data.length;
  }

  /** A copy. */
  public byte[] toArray() {
    return data.clone();
  }

  /** Copies all to an offset of an array; returns the offset behind them. */
  public int writeTo(byte[] target, int offset) {
    System.arraycopy(data, 0, target, offset, data.length);
    return offset + data.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(data, octets.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  /** Hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(data);
  }
}
