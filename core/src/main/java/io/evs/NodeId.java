package io.evs;

/**
 * Id of a processor (a member of the ring), 1 to 4294967295.
 *
 * @param value the unsigned 32-bit id held in an int; 0 is reserved by the protocol
 */
public record NodeId(int value) implements Comparable<NodeId> {

  /**
   * A node id from its unsigned decimal value.
   *
   * @throws IllegalArgumentException if not in 1..4294967295
   */
  public static NodeId of(long value) {
    if (value < 1 || value > 0xffff_ffffL) {
      throw new IllegalArgumentException("node id " + value + " is not in 1..4294967295");
    }
    return new NodeId((int) value);
  }

  /** The id as a positive number. */
  public long asLong() {
    return Integer.toUnsignedLong(value);
  }

  @Override
  public int compareTo(NodeId other) {
    return Integer.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId that && value == that.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(value);
  }
}
