package io.evs.sim.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which nodes faults name. */
public final class FaultNodes {
  private FaultNodes() {}

  /** The fault with nodes above the limit left out; empty if nothing of it is left. */
  public static Optional<Fault> limited(Fault fault, int nodes) {
    if (fault instanceof Fault.Partition partition) {
      List<List<Integer>> components = new ArrayList<>();
      for (List<Integer> component : partition.components()) {
        components.add(component.stream().filter(node -> node <= nodes).toList());
      }
      return Optional.of(
          new Fault.Partition(partition.timeNanos(), partition.durationNanos(), components));
    }
    if (fault instanceof Fault.CutLinks cut) {
      List<List<Integer>> links =
          cut.links().stream().filter(link -> link.stream().allMatch(n -> n <= nodes)).toList();
      return links.isEmpty() && !cut.links().isEmpty()
          ? Optional.empty()
          : Optional.of(new Fault.CutLinks(cut.timeNanos(), cut.durationNanos(), links));
    }
    return node(fault) <= nodes ? Optional.of(fault) : Optional.empty();
  }

  private static int node(Fault fault) {
    if (fault instanceof Fault.Crash crash) {
      return crash.node();
    } else if (fault instanceof Fault.Pause pause) {
      return pause.node();
    } else if (fault instanceof Fault.ClockRate rate) {
      return rate.node();
    } else if (fault instanceof Fault.Deaf deaf) {
      return deaf.node();
    }
    return 1;
  }

  /** Refuses what no run can do. */
  public static void check(Fault fault, int nodes) {
    boolean known = node(fault) >= 1 && limited(fault, nodes).equals(Optional.of(fault));
    if (fault instanceof Fault.CutLinks cut) {
      known &= cut.links().stream().allMatch(l -> l.size() == 2 && l.get(0) > 0 && l.get(1) > 0);
    } else if (fault instanceof Fault.Partition partition) {
      known &= partition.components().stream().allMatch(c -> c.stream().allMatch(n -> n > 0));
    } else if (fault instanceof Fault.TypeLoss loss) {
      known &= loss.packetType() >= 0 && loss.packetType() < 6;
    } else if (fault instanceof Fault.OnState onState) {
      onState.trigger();
    }
    if (!known || fault.timeNanos() < 0) {
      throw new IllegalArgumentException("not possible with " + nodes + " nodes: " + fault);
    }
  }

  /** The fault at another time. */
  public static Fault at(Fault fault, long timeNanos) {
    if (fault instanceof Fault.Partition f) {
      return new Fault.Partition(timeNanos, f.durationNanos(), f.components());
    } else if (fault instanceof Fault.CutLinks f) {
      return new Fault.CutLinks(timeNanos, f.durationNanos(), f.links());
    } else if (fault instanceof Fault.Crash f) {
      return new Fault.Crash(timeNanos, f.node(), f.death(), f.after(), f.downNanos(), f.fate());
    } else if (fault instanceof Fault.Pause f) {
      return new Fault.Pause(timeNanos, f.durationNanos(), f.node(), f.order());
    } else if (fault instanceof Fault.TypeLoss f) {
      return new Fault.TypeLoss(timeNanos, f.durationNanos(), f.packetType(), f.loss());
    } else if (fault instanceof Fault.Deaf f) {
      return new Fault.Deaf(timeNanos, f.durationNanos(), f.node());
    }
    return fault;
  }
}
