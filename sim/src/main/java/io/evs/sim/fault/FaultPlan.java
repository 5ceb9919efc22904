package io.evs.sim.fault;

import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.StorageAfterRestart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The faults of a run, as a list that can be printed, cut down and replayed without the generator
 * that drew it.
 *
 * @param faults by time
 */
public record FaultPlan(List<Fault> faults) {
  private static final long MS = 1_000_000L;

  /** Copies and sorts. */
  public FaultPlan {
    List<Fault> sorted = new ArrayList<>(faults);
    sorted.sort(Comparator.comparingLong(Fault::timeNanos));
    faults = List.copyOf(sorted);
  }

  /** Draws the faults that the options ask for, spread over the workload. */
  public static FaultPlan random(SimOptions options, SimRandom random) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < options.partitions(); i++) {
      faults.add(partition(options, random.split(100 + i)));
    }
    for (int i = 0; i < options.crashes(); i++) {
      faults.add(crash(options, random.split(10_000 + i)));
    }
    for (int i = 0; i < options.pauses(); i++) {
      faults.add(pause(options, random.split(20_000 + i)));
    }
    for (int i = 0; i < options.typeLosses(); i++) {
      faults.add(typeLoss(options, random.split(30_000 + i)));
    }
    for (int i = 0; i < options.deafs(); i++) {
      faults.add(deaf(options, random.split(50_000 + i)));
    }
    for (int i = 0; i < options.stateFaults(); i++) {
      faults.add(onState(options, random.split(60_000 + i)));
    }
    if (options.clockSkew()) {
      SimRandom clocks = random.split(40_000);
      for (int node = 1; node <= options.nodes(); node++) {
        faults.add(new Fault.ClockRate(0, node, clocks.between(900, 1100)));
      }
    }
    return new FaultPlan(faults);
  }

  private static long time(SimOptions options, SimRandom random) {
    return random.between(options.spanNanos() / 20, options.spanNanos() * 9 / 10);
  }

  /** Around the time-outs, where the interesting durations are. */
  private static long duration(SimOptions options, SimRandom random) {
    long token = options.policy().tokenNanos();
    double factor = random.pick(0.1, 0.5, 1, 1.5, 2.5, 5);
    return Math.max(MS, (long) (token * factor * (0.8 + 0.4 * random.nextDouble())));
  }

  private static Fault partition(SimOptions options, SimRandom random) {
    int nodes = options.nodes();
    long at = time(options, random);
    long lasts = duration(options, random);
    if (random.chance(options.oddLinks())) {
      List<List<Integer>> links = new ArrayList<>();
      int shape = random.nextInt(4);
      int victim = 1 + random.nextInt(nodes);
      for (int from = 1; from <= nodes; from++) {
        for (int to = 1; to <= nodes; to++) {
          boolean cut =
              switch (shape) {
                case 0 -> to == victim;
                case 1 -> from == victim;
                case 2 -> random.chance(0.3);
                default -> from == victim && to == 1 + victim % nodes;
              };
          if (from != to && cut) {
            links.add(List.of(from, to));
          }
        }
      }
      return new Fault.CutLinks(at, lasts, links);
    }
    int parts = nodes < 3 || random.chance(0.7) ? 2 : 3;
    List<List<Integer>> components = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      components.add(new ArrayList<>());
    }
    for (int node = 1; node <= nodes; node++) {
      components.get(random.nextInt(parts)).add(node);
    }
    return new Fault.Partition(at, lasts, components);
  }

  private static Fault crash(SimOptions options, SimRandom random) {
    Fault.Death[] deaths = Fault.Death.values();
    long down =
        switch (random.nextInt(5)) {
          case 0 -> -1;
          case 1 -> random.between(0, 3 * MS);
          default -> duration(options, random);
        };
    StorageAfterRestart fate =
        random.chance(0.15) ? StorageAfterRestart.LOST : StorageAfterRestart.KEPT;
    return new Fault.Crash(
        time(options, random),
        1 + random.nextInt(options.nodes()),
        deaths[random.nextInt(deaths.length)],
        random.nextInt(6),
        down,
        fate);
  }

  private static Fault pause(SimOptions options, SimRandom random) {
    BacklogOrder[] orders = BacklogOrder.values();
    double factor = random.pick(0.5, 1, 1.5, 10);
    return new Fault.Pause(
        time(options, random),
        (long) (options.policy().tokenNanos() * factor * (0.9 + 0.2 * random.nextDouble())),
        1 + random.nextInt(options.nodes()),
        orders[random.nextInt(orders.length)]);
  }

  private static Fault deaf(SimOptions options, SimRandom random) {
    double factor = random.pick(0.5, 1.5, 5);
    return new Fault.Deaf(
        time(options, random),
        (long) (options.policy().tokenNanos() * factor),
        1 + random.nextInt(options.nodes()));
  }

  private static Fault onState(SimOptions options, SimRandom random) {
    Trigger.Role[] roles = Trigger.Role.values();
    Trigger.Action[] actions = Trigger.Action.values();
    return new Fault.OnState(
        random.between(0, options.spanNanos() / 2),
        roles[random.nextInt(roles.length)],
        Trigger.STATES.get(random.nextInt(Trigger.STATES.size())),
        1 + random.nextInt(3),
        actions[random.nextInt(actions.length)]);
  }

  private static Fault typeLoss(SimOptions options, SimRandom random) {
    return new Fault.TypeLoss(
        time(options, random),
        duration(options, random),
        random.nextInt(6),
        random.pick(0.3, 0.7, 1.0));
  }
}
