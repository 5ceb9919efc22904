package io.evs.sim.services;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupMember;

/**
 * One service that a simulated application uses: the library's participant, in a group of its own,
 * and a load for it. Gets the events that a handle gets; times are those of the process's clock.
 */
interface App {
  /** The process starts; its handle is about to join. */
  void start(long now);

  void configuration(long now, ConfigurationChange change);

  void group(long now, GroupChange change);

  void message(long now, GroupMember sender, byte[] payload);

  /** Runs what is due. */
  void timers(long now);

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  long deadline();

  /** The process leaves its ring. */
  void leave(long now);
}
