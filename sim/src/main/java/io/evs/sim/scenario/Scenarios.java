package io.evs.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The catalogue of scenarios (docs/scenarios.md). */
public final class Scenarios {
  private static final List<Scenario> ALL = collect();

  private Scenarios() {}

  private static List<Scenario> collect() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(TokenScenarios.all());
    all.addAll(GatherScenarios.all());
    all.addAll(RecoveryScenarios.all());
    all.addAll(RestartScenarios.all());
    all.addAll(SickScenarios.all());
    all.addAll(SizeScenarios.all());
    all.addAll(LinkScenarios.all());
    all.addAll(HostileScenarios.all());
    all.addAll(LayerScenarios.all());
    all.addAll(SuspicionScenarios.all());
    all.addAll(RecoveryEndScenarios.all());
    all.addAll(WrapScenarios.all());
    all.addAll(FlowScenarios.all());
    all.addAll(SealedScenarios.all());
    all.addAll(IdentityScenarios.all());
    all.addAll(RestScenarios.all());
    all.sort((a, b) -> Integer.compare(number(a), number(b)));
    return List.copyOf(all);
  }

  private static int number(Scenario scenario) {
    return Integer.parseInt(scenario.name().substring(1));
  }

  /** All scenarios by number. */
  public static List<Scenario> all() {
    return ALL;
  }

  /** A scenario by its name, upper or lower case. */
  public static Optional<Scenario> byName(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equalsIgnoreCase(name)).findFirst();
  }
}
