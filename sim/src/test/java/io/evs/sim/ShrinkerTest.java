package io.evs.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.sim.fault.FaultPlan;
import io.evs.sim.options.SimOptions;
import io.evs.sim.options.SwarmOptions;
import io.evs.sim.trace.Traces;
import io.evs.sim.world.MemberLogic;
import io.evs.sim.world.ProcessLogic;
import io.evs.trace.TraceSink;
import io.evs.verify.report.Property;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  /** A member that after a restart of node 2 forgets to deliver one message. */
  private static final ProcessLogic.Factory FORGETFUL =
      (config, effects, trace, pool) ->
          new MemberLogic(
              config,
              effects,
              config.nodeId() == 2 && config.incarnation() == 2 ? forgetful(trace) : trace,
              pool);

  private static TraceSink forgetful(TraceSink trace) {
    int[] left = {3};
    return (TraceSink)
        Proxy.newProxyInstance(
            TraceSink.class.getClassLoader(),
            new Class<?>[] {TraceSink.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("deliver") && --left[0] == 0) {
                return null;
              }
              try {
                return method.invoke(trace, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static SimResult run(SimOptions options, FaultPlan plan) {
    return Simulation.run(options, plan, FORGETFUL, Traces.open(options.nodes(), null));
  }

  private static SimOptions failing() {
    for (long seed = 1; seed < 200; seed++) {
      SimOptions options = SwarmOptions.fromSeed(seed);
      if (isLarge(options)) {
        SimResult result = run(options, Simulation.plan(options));
        if (!result.ok() && !result.findings().get(0).property().name().startsWith("L")) {
          return options;
        }
      }
    }
    throw new AssertionError("no seed shows the planted failure");
  }

  /** Large enough for every part of it to have something to lose. */
  private static boolean isLarge(SimOptions options) {
    return options.nodes() > 3
        && options.messages() > 50
        && Simulation.plan(options).faults().size() > 8;
  }

  @Test
  void aPlantedFailureShrinksToTheFaultThatShowsIt() {
    SimOptions options = failing();
    FaultPlan plan = Simulation.plan(options);
    Property property = Shrinker.property(run(options, plan));
    Shrinker shrinker = new Shrinker(ShrinkerTest::run, 600, text -> {});
    ScenarioFile small = shrinker.shrink(options, plan);
    assertThat(Shrinker.property(shrinker.result())).isEqualTo(property);
    assertThat(small.plan().faults().size()).as(small.toJson()).isLessThanOrEqualTo(2);
    assertThat(small.options().nodes()).isLessThanOrEqualTo(4);
    // Which run is the first to fail depends on the engine; that run may need its loss.
    assertThat(small.options().loss()).isLessThanOrEqualTo(options.loss());
    assertThat(small.options().messages()).isLessThan(options.messages());
    ScenarioFile read = ScenarioFile.parse(small.toJson());
    assertThat(read).isEqualTo(small);
    assertThat(run(read.options(), read.plan()).digest()).isEqualTo(shrinker.result().digest());
    assertThat(read.run(null).ok()).isTrue();
  }

  @Test
  void aRunThatDoesNotFailIsNotShrunk() {
    SimOptions options = SimOptions.of(values -> values.messages = 5);
    Shrinker shrinker = new Shrinker((o, p) -> Simulation.run(o), 10, text -> {});
    assertThatThrownBy(() -> shrinker.shrink(options, Simulation.plan(options)))
        .hasMessageContaining("does not fail");
  }

  @Test
  void everyRunSurvivesTheFile() {
    for (long seed = 1; seed <= 300; seed++) {
      SimOptions options = SwarmOptions.fromSeed(seed);
      ScenarioFile file = new ScenarioFile(options, Simulation.plan(options));
      assertThat(ScenarioFile.parse(file.toJson())).isEqualTo(file);
    }
  }

  @Test
  void whatIsWrongWithAFileIsSaid() {
    assertThatThrownBy(() -> ScenarioFile.parse("{")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ScenarioFile.parse("{}")).hasMessageContaining("options");
    assertThatThrownBy(() -> ScenarioFile.parse("{\"options\":{\"nods\":3},\"faults\":[]}"))
        .hasMessageContaining("nods");
    assertThatThrownBy(() -> ScenarioFile.parse("{\"options\":{\"nodes\":300},\"faults\":[]}"))
        .hasMessageContaining("nodes must be in 1..128");
    assertThatThrownBy(
            () ->
                ScenarioFile.parse(
                    "{\"options\":{},\"faults\":[{\"fault\":\"Deaf\",\"timeNanos\":1,"
                        + "\"durationNanos\":1,\"node\":9}]}"))
        .hasMessageContaining("not possible with 3 nodes");
    assertThatThrownBy(
            () -> ScenarioFile.parse("{\"options\":{},\"faults\":[{\"fault\":\"Rain\"}]}"))
        .hasMessageContaining("there is no fault Rain");
  }
}
