package io.evs.state;

import io.evs.state.replica.Machine;

/** Machines of logics, as replicated states have them. */
public final class Machines {
  private Machines() {}

  /** The machine of a logic. */
  public static Machine of(StateLogic<?, ?, ?> logic) {
    return new MachineOf<>(logic);
  }
}
