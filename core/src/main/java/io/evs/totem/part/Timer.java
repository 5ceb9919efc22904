package io.evs.totem.part;

/** The ring's timers; when two are due at the same time, the earlier constant fires first. */
public enum Timer {
  /** The looped-back token or commit token of a member alone on its ring. */
  SELF_TOKEN,
  /** The token or commit token is sent again. */
  RETRANSMIT,
  /** The representative releases the held token. */
  HOLD,
  /** A hold cancel is sent again. */
  HOLD_CANCEL,
  /** A changed join message goes out (at most once per spacing interval). */
  JOIN_SOON,
  /** The join message is repeated. */
  JOIN,
  /** The representative looks for other rings. */
  MERGE,
  /** Consensus was not reached. */
  CONSENSUS,
  /** The token is lost. */
  TOKEN
}
