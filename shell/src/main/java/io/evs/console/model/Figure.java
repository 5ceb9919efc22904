package io.evs.console.model;

/** What is drawn over time. */
public enum Figure {
  /** Mean time of a token rotation over the last second, in microseconds. */
  ROTATION,
  /** Half of the rotations of a busy ring took at most this, in microseconds. */
  ROTATION_P50,
  /** 99 of a hundred. */
  ROTATION_P99,
  /** Half of the agreed messages were delivered after this, in microseconds. */
  AGREED_P50,
  /** 99 of a hundred. */
  AGREED_P99,
  /** Half of the safe messages were delivered after this, in microseconds. */
  SAFE_P50,
  /** 99 of a hundred. */
  SAFE_P99,
  /** Messages delivered per second. */
  MESSAGES,
  /** Payload bytes delivered per second. */
  BYTES,
  /** Packets that the members which tell of themselves send again, per second. */
  RESENT
}
