package io.evs.sim.app;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupMember;

/**
 * One service that a simulated application uses: the library's participant, in a group of its own,
 * and a load for it. Gets the events that a handle gets; times are those of the process's clock.
 */
public interface App {
  /** The process starts; its handle is about to join. */
  void start(long now);

  /** A configuration change. */
  void configuration(long now, ConfigurationChange change);

  /** A change of its group. */
  void group(long now, GroupChange change);

  /** A message to its group. */
  void message(long now, GroupMember sender, byte[] payload);

  /** Runs what is due. */
  void timers(long now);

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  long deadline();

  /** The process leaves its ring. */
  void leave(long now);
}
