package io.evs;

/**
 * Identity of a ring: the node id of its representative and a sequence that grows with every ring.
 *
 * <p>Two rings are the same only if both parts are equal (docs/protocol.md, "Words").
 *
 * @param representative node id of the least member, an unsigned 32-bit number held in an int
 * @param sequence ring sequence, never negative
 */
public record RingId(int representative, long sequence) implements Comparable<RingId> {

  /** Orders by sequence, then by representative (unsigned). */
  @Override
  public int compareTo(RingId other) {
    int bySequence = Long.compare(sequence, other.sequence);
    return bySequence != 0
        ? bySequence
        : Integer.compareUnsigned(representative, other.representative);
  }

  /** Written out, as in {@link NodeId}: what a record brings makes classes when it first runs. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RingId that
        && representative == that.representative
        && sequence == that.sequence;
  }

  @Override
  public int hashCode() {
    return 31 * representative + Long.hashCode(sequence);
  }

  /** The form used in traces and logs, {@code representative:sequence} in decimal. */
  @Override
  public String toString() {
    return Integer.toUnsignedString(representative) + ":" + sequence;
  }

  /**
   * Reads the form that {@link #toString()} writes.
   *
   * @throws IllegalArgumentException if the text is not {@code number:number}
   */
  public static RingId parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not a ring id: " + text);
    }
    return new RingId(
        Integer.parseUnsignedInt(text.substring(0, colon)),
        Long.parseLong(text.substring(colon + 1)));
  }
}
