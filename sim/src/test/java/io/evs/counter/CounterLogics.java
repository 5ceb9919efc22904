package io.evs.counter;

import io.evs.state.StateLogic;

/** The logic of counters, and its commands. */
public final class CounterLogics {
  private CounterLogics() {}

  /** A logic of a counter. */
  public static StateLogic<?, ?, ?> create() {
    return new CounterLogic();
  }
}
