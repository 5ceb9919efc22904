package io.evs.totem;

/** The four states of the membership protocol (docs/protocol.md, "States"). */
public enum TotemState {
  /** A ring is installed; messages are ordered and delivered. */
  OPERATIONAL,
  /** Join messages are exchanged until all agree on who is there. */
  GATHER,
  /** The commit token makes its first rotation. */
  COMMIT,
  /** Messages of the old rings are exchanged on the new ring. */
  RECOVERY
}
