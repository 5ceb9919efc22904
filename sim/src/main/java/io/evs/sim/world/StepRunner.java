package io.evs.sim.world;

import io.evs.sim.net.Datagram;
import io.evs.sim.net.SimRandom;
import io.evs.verify.report.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the steps of processes: one input each, then its outputs in order, of which a planned crash
 * lets only the first happen.
 */
final class StepRunner {
  private final World world;
  private final SimRandom persistRandom;
  private final World.StepCut[] cuts;
  private final int[] logCuts;
  private long steps;

  StepRunner(World world, SimRandom persistRandom) {
    this.world = world;
    this.persistRandom = persistRandom;
    this.cuts = new World.StepCut[world.options().nodes + 1];
    this.logCuts = new int[world.options().nodes + 1];
    Arrays.fill(logCuts, -1);
  }

  long steps() {
    return steps;
  }

  void cut(int id, World.StepCut cut) {
    cuts[id] = cut;
  }

  void cutLog(int id, int lines) {
    logCuts[id] = lines;
  }

  void cancelPlannedCrash(int id) {
    cuts[id] = null;
    logCuts[id] = -1;
  }

  /** Runs one input of a process, then lets its outputs happen. */
  void perform(SimProcess process, Runnable input) {
    if (world.failure() != null) {
      return;
    }
    steps++;
    int logCut = logCuts[process.id()];
    if (logCut >= 0 && process.up()) {
      process.trace().cutAfter(logCut);
    }
    try {
      input.run();
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      world.fail(Property.X, Failure.describe(process.id(), e));
      return;
    }
    world.hub().flush(process.id());
    boolean dies = carryOut(process);
    if (dies) {
      process.crash();
    } else {
      process.endStep();
      // A deadline that stays in the past must not stop virtual time.
      world.armTimer(process, world.now() + 1);
    }
    world.hooks().afterStep(world, process);
    if (world.failure() == null && world.hub().violated()) {
      world.fail(null, "a property was violated");
    }
  }

  private boolean carryOut(SimProcess process) {
    List<StepOutputs.Output> outputs = process.outputs();
    int count = outputs.size();
    boolean dies = false;
    if (logCuts[process.id()] >= 0) {
      logCuts[process.id()] = -1;
      return true;
    }
    World.StepCut cut = cuts[process.id()];
    if (cut != null && count > 0) {
      List<Datagram> packets = new ArrayList<>(count);
      for (StepOutputs.Output output : outputs) {
        packets.add(output.datagram());
      }
      int before = cut.outputsBeforeCrash(packets);
      if (before >= 0) {
        cuts[process.id()] = null;
        if (before > 0 && before < count) {
          world.marks().reach(Mark.DEATH_WITHIN_STEP);
        }
        count = Math.min(count, before);
        dies = true;
      }
    }
    for (int i = 0; i < count; i++) {
      carryOut(process, outputs.get(i));
    }
    return dies;
  }

  private void carryOut(SimProcess process, StepOutputs.Output output) {
    if (!output.isPacket()) {
      reserve(process, output.reserve());
      return;
    }
    Datagram datagram = output.datagram();
    world.watcher().sent(datagram);
    if (datagram.length() == 0) {
      world.network().send(world.now(), datagram, false);
      return;
    }
    String complaint = process.tokenWatch().complaint(datagram, world.options().packetBytes);
    if (complaint != null) {
      world.fail(Property.X, "process " + process.id() + ": " + complaint);
    }
    world.marks().sent(process, datagram);
    if (!output.toAll()) {
      // An answer goes to where a packet came from, be it outside of this world.
      boolean known = datagram.to() <= world.options().nodes || datagram.to() == process.source();
      if (datagram.to() < 1 || !known) {
        world.fail(
            Property.X, "process " + process.id() + " sends to unknown node " + datagram.to());
        return;
      }
      world.network().send(world.now(), datagram, false);
      return;
    }
    for (int to = 1; to <= world.options().nodes; to++) {
      if (to != process.id()) {
        world.network().send(world.now(), datagram.withReceiver(to), true);
      }
    }
  }

  private void reserve(SimProcess process, long upTo) {
    process.storage().write(upTo);
    int generation = process.generation();
    long mean = world.options().persistNanos;
    world.after(
        mean / 2 + persistRandom.exponential(mean / 2), () -> reserved(process, generation, upTo));
  }

  private void reserved(SimProcess process, int generation, long upTo) {
    if (process.generation() != generation) {
      return;
    }
    if (process.paused()) {
      process.hold(() -> reserved(process, generation, upTo));
      return;
    }
    process.storage().written(upTo);
    perform(process, () -> process.persisted(upTo));
  }
}
