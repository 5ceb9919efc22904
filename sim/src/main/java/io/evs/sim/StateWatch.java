package io.evs.sim;

import io.evs.RingId;
import io.evs.sim.world.World;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the states of a run as nobody inside can. The state behind a command is the same at all
 * that applied it. With quorum, no command that was answered as safe is lost where a member of the
 * next primary ring has it. At the end all of a ring have one state.
 */
final class StateWatch {
  private final List<StateLoad> loads = new ArrayList<>();
  private final Map<Long, Long> digests = new HashMap<>();

  /** Commands that were answered, and in which ring. */
  private final Map<Long, RingId> answered = new HashMap<>();

  private World world;
  private long commands;

  void world(World watched) {
    world = watched;
  }

  /** A command that no other is like. */
  long command() {
    return ++commands;
  }

  void started(StateLoad load) {
    loads.removeIf(each -> each.process() == load.process());
    loads.add(load);
  }

  void applied(StateLoad load, long command, long digest) {
    Long other = digests.putIfAbsent(command, digest);
    if (other != null && other != digest) {
      fail(load, "behind command " + command + " is " + digest + ", at another it is " + other);
    }
  }

  void answered(StateLoad load, long command, boolean safe) {
    if (safe && world.options().quorum.isPresent()) {
      answered.putIfAbsent(command, load.ring());
    }
  }

  /** A process has the state in a new ring. */
  void ready(StateLoad load) {
    if (!load.isPrimary()) {
      return;
    }
    // What none of a primary ring has was lost with those who had it, or who are not in it.
    answered
        .entrySet()
        .removeIf(
            each ->
                !each.getValue().equals(load.ring())
                    && loads.stream().noneMatch(other -> has(other, load, each.getKey())));
    answered.forEach(
        (command, ring) -> {
          if (!ring.equals(load.ring())) {
            lost(load, command);
          }
        });
  }

  private boolean has(StateLoad other, StateLoad load, long command) {
    return world.up(other.process())
        && other.ring().equals(load.ring())
        && other.commands().has(command);
  }

  private void lost(StateLoad load, long command) {
    for (StateLoad each : loads) {
      if (has(each, load, command) && !load.commands().has(command)) {
        fail(
            load,
            "lacks command " + command + ", which was answered and " + each.process() + " has");
      }
    }
  }

  void fail(StateLoad load, String what) {
    world.fail(Property.X, "process " + load.process() + ": state " + what);
  }

  /** At the end all of one ring have the same state, and nothing is open. */
  void finish() {
    Map<RingId, StateLoad> rings = new HashMap<>();
    for (StateLoad load : loads) {
      if (!world.up(load.process()) || !load.isQuiet() || !load.isPrimary()) {
        continue;
      }
      if (!load.isReady() || load.unanswered() > 0) {
        fail(load, "is not there at the end, or owes answers: " + load.describe());
        continue;
      }
      StateLoad other = rings.putIfAbsent(load.ring(), load);
      if (other != null && !other.describe().equals(load.describe())) {
        fail(load, "differs at the end: " + load.describe() + " and " + other.describe());
      }
      answered.keySet().forEach(command -> lost(load, command));
    }
  }
}
