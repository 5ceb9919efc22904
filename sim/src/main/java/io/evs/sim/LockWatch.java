package io.evs.sim;

import io.evs.sim.world.World;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sees all grants of a run as nobody inside can. With quorum: never two holders at any moment of
 * virtual time, unless both share, and fencing tokens that only grow.
 */
final class LockWatch {
  /** A grant that a process was told of and has not lost or released. */
  private record Grant(Holder holder, int process, long number, boolean shared, long fence) {}

  /** One that is granted locks. */
  interface Holder {
    /** The process that takes part in the locks for it, or is it. */
    int process();

    /** Whether it stands still, and so is told nothing. */
    boolean isStopped();
  }

  private final Map<String, List<Grant>> grants = new HashMap<>();
  private final Map<String, Long> lastFence = new HashMap<>();
  private final List<LockLoad> loads = new ArrayList<>();
  private final Map<Integer, LockClient> clients = new HashMap<>();
  private final long untilNanos;
  private World world;

  /**
   * Nothing has happened.
   *
   * @param untilNanos virtual time until which the load goes on
   */
  LockWatch(long untilNanos) {
    this.untilNanos = untilNanos;
  }

  /** A wall clock that all have, in milliseconds. */
  long clock() {
    return 1 + (world == null ? 0 : world.now() / 1_000_000);
  }

  void world(World watched) {
    world = watched;
  }

  World world() {
    return world;
  }

  /** A client of the process that is to be told of its starts. */
  void client(LockClient client) {
    clients.put(client.process(), client);
  }

  boolean hasClients() {
    return !clients.isEmpty();
  }

  /** Whether the load has come to its end. */
  boolean isOver() {
    return world.now() > untilNanos;
  }

  /** A process started; what it held before has gone with it. */
  void started(LockLoad load) {
    loads.removeIf(each -> each.process() == load.process());
    loads.add(load);
    grants.values().forEach(all -> all.removeIf(each -> isOf(load.process(), each)));
    if (clients.containsKey(load.process())) {
      clients.get(load.process()).connect(load.service());
    }
  }

  /** A process leaves, and tells its clients before. */
  void leaves(LockLoad load) {
    if (clients.containsKey(load.process())) {
      clients.get(load.process()).ends();
    }
  }

  /** Whether the process itself holds it: what its clients hold does not end with it. */
  private static boolean isOf(int process, Grant grant) {
    return grant.process == process && grant.holder instanceof LockLoad;
  }

  void granted(Holder load, String name, long number, boolean shared, long fence) {
    List<Grant> all = grants.computeIfAbsent(name, lock -> new ArrayList<>());
    all.removeIf(each -> !world.up(each.process) && isOf(each.process, each));
    if (world.options().quorum.isPresent()) {
      for (Grant each : all) {
        if (!each.holder.isStopped() && !(shared && each.shared)) {
          fail(load, name, "is granted, and process " + each.process + " holds it");
        }
      }
      if (fence <= lastFence.getOrDefault(name, 0L)) {
        fail(load, name, "is granted with token " + fence + " after " + lastFence.get(name));
      }
      if (!shared) {
        lastFence.put(name, fence);
      }
    }
    all.add(new Grant(load, load.process(), number, shared, fence));
  }

  void ended(Holder load, long number) {
    grants
        .values()
        .forEach(all -> all.removeIf(each -> each.holder == load && each.number == number));
  }

  private void fail(Holder load, String name, String what) {
    world.fail(Property.X, "process " + load.process() + ": lock " + name + " " + what);
  }

  /** At the end all of one ring have the same table. */
  void finish() {
    Map<String, String> tables = new HashMap<>();
    for (LockLoad load : loads) {
      if (!world.up(load.process()) || !load.isSettled()) {
        continue;
      }
      String ring = String.valueOf(load.inForce().ring());
      String table = load.table();
      String other = tables.putIfAbsent(ring, table);
      if (other != null && !other.equals(table)) {
        fail(load, "tables", "differ in ring " + ring + ": " + table + " and " + other);
      }
    }
  }
}
