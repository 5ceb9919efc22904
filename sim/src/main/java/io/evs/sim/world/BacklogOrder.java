package io.evs.sim.world;

/** What a process that was paused sees first when it continues. */
public enum BacklogOrder {
  /** Expired timers, then packets as they came. */
  TIMERS_FIRST,
  /** Packets as they came, then expired timers. */
  PACKETS_FIRST,
  /** Tokens before other packets, then expired timers. */
  TOKENS_FIRST,
  /** Packets last to first, then expired timers. */
  REVERSED
}
