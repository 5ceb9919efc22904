package io.evs.sim.world;

/** What a restarted process finds of its stable state. */
public enum StorageAfterRestart {
  /** What was written. */
  KEPT,
  /** Nothing readable. */
  LOST,
  /** The value before the last write. */
  PREVIOUS
}
