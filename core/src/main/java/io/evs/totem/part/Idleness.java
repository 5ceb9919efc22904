package io.evs.totem.part;

/** How long a token that was sent on may stay away. */
public enum Idleness {
  /** A rotation: it is held nowhere. */
  BUSY,

  /** It may be held before it comes back, and somebody may still need this rotation of it. */
  RESTS_SOON,

  /** It is held somewhere, and nobody needs it. */
  IDLE
}
