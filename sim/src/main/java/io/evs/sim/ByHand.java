package io.evs.sim;

import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.Payload;
import io.evs.sim.world.World;

/**
 * What a person does to a run that is looked at: faults between two events, and their end. One
 * thread, that of the run.
 */
public final class ByHand {
  /** Beyond the numbers of planned messages. */
  private static final long FIRST_MESSAGE = 1L << 32;

  private final World world;
  private final Runnable before;
  private long messages = FIRST_MESSAGE;

  ByHand(World world, Runnable before) {
    this.world = world;
    this.before = before;
  }

  /** Kills a process; nothing if it is down. */
  public void crash(int id) {
    before.run();
    world.crash(id);
  }

  /** Starts a process that is down, with what its storage holds; nothing if it runs. */
  public void restart(int id) {
    before.run();
    world.start(id);
  }

  /** Lets nothing pass between a process and all others, until {@link #heal}. */
  public void cutOff(int id) {
    before.run();
    for (int other = 1; other <= world.options().nodes; other++) {
      if (other != id) {
        world.network().cutPair(id, other);
      }
    }
  }

  /** Splits the network, until {@link #heal}; processes that are not named are alone. */
  public void partition(int[]... parts) {
    before.run();
    world.network().partition(parts);
  }

  /** Lets a process stand still; lets one go on that does. */
  public void pause(int id) {
    before.run();
    if (world.process(id).paused()) {
      world.resume(id, BacklogOrder.PACKETS_FIRST);
    } else {
      world.pause(id);
    }
  }

  /** Makes the network whole, and lets processes that stand still go on; none is started. */
  public void heal() {
    before.run();
    world.network().connectAll();
    for (int id = 1; id <= world.options().nodes; id++) {
      world.resume(id, BacklogOrder.PACKETS_FIRST);
    }
  }

  /** Submits a message of so many bytes, if the process can take it now. */
  public void send(int id, boolean safe, int bytes) {
    before.run();
    world.submit(id, safe, Payload.of(messages++, bytes));
  }

  /** Does something after so much virtual time. */
  public void after(long nanos, Runnable action) {
    before.run();
    world.after(nanos, action);
  }
}
