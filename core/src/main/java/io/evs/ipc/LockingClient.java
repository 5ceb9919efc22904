package io.evs.ipc;

import io.evs.lock.desk.LockDesk;

/** What locks need of a client, and those who use one do not. */
abstract class LockingClient implements LockDesk.Source {
  @Override
  public final LockDesk lockDesk() {
    return openLockDesk();
  }

  /** Where the daemon takes part in locks for this client. */
  abstract LockDesk openLockDesk();
}
