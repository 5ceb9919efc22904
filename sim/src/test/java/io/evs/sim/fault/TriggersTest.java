package io.evs.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimResult;
import io.evs.sim.Simulation;
import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.Mark;
import io.evs.sim.world.MemberLogic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TriggersTest {
  private static SimOptions options(int nodes, long seed) {
    return SimOptions.of(
        values -> {
          values.nodes = nodes;
          values.seed = seed;
          values.messages = 60;
          values.payload(0, 1400);
          values.safe = 0.3;
        });
  }

  private static List<Fault> singles() {
    List<Fault> all = new ArrayList<>();
    for (Trigger.Role role : Trigger.Role.values()) {
      for (String state : Trigger.STATES) {
        for (Trigger.Action action : Trigger.Action.values()) {
          all.add(new Fault.OnState(0, role, state, 1, action));
        }
      }
    }
    return all;
  }

  private static SimResult run(SimOptions options, List<Fault> more) {
    List<Fault> faults = new ArrayList<>(more);
    List<Integer> rest = IntStream.rangeClosed(3, options.nodes()).boxed().toList();
    List<List<Integer>> parts = List.of(List.of(1, 2), rest);
    faults.add(new Fault.Partition(100_000_000L, 400_000_000L, parts));
    return Simulation.run(
        options, new FaultPlan(faults), MemberLogic::new, Traces.open(options.nodes(), null));
  }

  @Test
  void everySingleCombinationFiresAndKeepsThePromises() {
    List<Fault> singles = singles();
    assertThat(singles).hasSize(96);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < singles.size(); i++) {
      SimResult result = run(options(4, 1 + i), List.of(singles.get(i)));
      if (!result.ok()) {
        wrong.add(singles.get(i) + " " + result.summary());
      }
      if (result.marks().get(Mark.STATE_FAULT.key()) == 0) {
        wrong.add(singles.get(i) + " did not happen");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aSampleOfPairsKeepsThePromises() {
    List<Fault> singles = singles();
    SimRandom random = new SimRandom(5);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Fault one = singles.get(random.nextInt(96));
      Fault two = singles.get(random.nextInt(96));
      SimResult result = run(options(3 + i % 3, 1000 + i), List.of(one, two));
      if (!result.ok()) {
        wrong.add(one + " " + two + " " + result.summary());
      }
    }
    assertThat(wrong).isEmpty();
  }
}
