package io.evs;

/**
 * Delivery guarantee of a message (evs_guarantee_t of the EVS manual pages).
 *
 * <p>The ring knows two: {@link #AGREED} (total order within the configuration) and {@link #SAFE}
 * (agreed, and not delivered before every member of the configuration is known to have it). {@link
 * #UNORDERED} and {@link #FIFO} are accepted and served by agreed delivery, which includes them.
 */
public enum Guarantee {
  /** EVS_TYPE_UNORDERED (0): served as agreed. */
  UNORDERED,
  /** EVS_TYPE_FIFO (1): served as agreed. */
  FIFO,
  /** EVS_TYPE_AGREED (2). */
  AGREED,
  /** EVS_TYPE_SAFE (3). */
  SAFE;

  /** The guarantee the ring really gives: {@link #SAFE} for safe, {@link #AGREED} otherwise. */
  public Guarantee effective() {
    return this == SAFE ? SAFE : AGREED;
  }
}
