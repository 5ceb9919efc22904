package io.evs.sim.fault;

import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the faults of a plan happen in a world, and undoes them when the run heals. */
public final class FaultInjector {
  private final World world;
  private final Triggers triggers;
  private final List<PacketRule> deafness = new ArrayList<>();
  private int connectivityChanges;
  private boolean healed;

  public FaultInjector(World world) {
    this.world = world;
    this.triggers = new Triggers(world);
  }

  /** Plans the faults, whose times count from a begin. */
  public void schedule(FaultPlan plan, long beginNanos) {
    if (plan.faults().stream().anyMatch(Fault.OnState.class::isInstance)) {
      triggers.remember();
    }
    for (Fault fault : plan.faults()) {
      world.at(
          beginNanos + fault.timeNanos(),
          () -> {
            if (!healed) {
              apply(fault);
            }
          });
    }
  }

  private void apply(Fault fault) {
    if (fault instanceof Fault.Partition partition) {
      int[][] components =
          partition.components().stream()
              .map(c -> c.stream().mapToInt(Integer::intValue).toArray())
              .toArray(int[][]::new);
      world.network().partition(components);
      restoreAfter(partition.durationNanos());
    } else if (fault instanceof Fault.CutLinks cut) {
      for (List<Integer> link : cut.links()) {
        world.network().cut(link.get(0), link.get(1), true);
      }
      restoreAfter(cut.durationNanos());
    } else if (fault instanceof Fault.Crash crash) {
      crash(crash);
    } else if (fault instanceof Fault.Pause pause) {
      world.pause(pause.node(), pause.durationNanos(), pause.order());
    } else if (fault instanceof Fault.ClockRate rate) {
      world.clockRate(rate.node(), rate.permille());
    } else if (fault instanceof Fault.Deaf deaf) {
      deafen(deaf);
    } else if (fault instanceof Fault.OnState onState) {
      triggers.arm(onState.trigger());
    } else if (fault instanceof Fault.TypeLoss loss) {
      world.network().model().typeLoss[loss.packetType()] = loss.loss();
      world.after(
          loss.durationNanos(), () -> world.network().model().typeLoss[loss.packetType()] = 0);
    }
  }

  private void deafen(Fault.Deaf deaf) {
    PacketRule rule =
        packet ->
            packet.to() == deaf.node() && packet.is(Datagram.MCAST)
                ? PacketRule.DROP
                : PacketRule.PASS;
    world.network().addRule(rule);
    deafness.add(rule);
    world.after(deaf.durationNanos(), () -> world.network().removeRule(rule));
  }

  private void restoreAfter(long nanos) {
    int change = ++connectivityChanges;
    world.after(
        nanos,
        () -> {
          if (change == connectivityChanges && !healed) {
            world.network().connectAll();
          }
        });
  }

  private void crash(Fault.Crash crash) {
    int node = crash.node();
    switch (crash.death()) {
      case BETWEEN_STEPS -> world.crash(node);
      case WITHIN_STEP -> world.crashWithinStep(node, outputs -> crash.after());
      case WITHIN_LOG -> world.crashWithinLog(node, crash.after());
      case LEAVE -> world.leave(node);
    }
    if (crash.downNanos() >= 0) {
      restartWhenDown(crash);
    }
  }

  /** The death may come some steps later; the time down counts from the plan's time. */
  private void restartWhenDown(Fault.Crash crash) {
    world.after(
        Math.max(crash.downNanos(), 1),
        () -> {
          if (healed) {
            return;
          }
          world.cancelPlannedCrash(crash.node());
          world.start(crash.node(), crash.fate());
        });
  }

  /** No planned fault from now on; nodes that are down start again, but for those to stay down. */
  public void calm(List<Integer> stayDown) {
    healed = true;
    triggers.calm();
    deafness.forEach(world.network()::removeRule);
    world.network().connectAll();
    Arrays.fill(world.network().model().typeLoss, 0);
    for (int node = 1; node <= world.options().nodes; node++) {
      world.cancelPlannedCrash(node);
      world.clockRate(node, 1000);
      world.resume(node, BacklogOrder.PACKETS_FIRST);
      if (!stayDown.contains(node)) {
        world.start(node);
      }
    }
  }

  /** The network loses and changes nothing any more either. */
  public void heal(List<Integer> stayDown) {
    calm(stayDown);
    world.network().clean();
  }
}
