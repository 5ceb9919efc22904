package io.evs.console.simulation;

import io.evs.Configuration;
import io.evs.NodeId;
import io.evs.console.source.Fact;
import io.evs.console.source.GroupFigures;
import io.evs.console.source.Section;
import io.evs.node.status.Metrics;
import io.evs.sim.SteppedSimulation;
import io.evs.sim.world.AppEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything about a process or a group of a simulated run. */
final class SimulatedFacts {
  private static final int CHANGES_MAX = 8;

  private SimulatedFacts() {}

  static List<Section> member(SteppedSimulation simulation, SteppedSimulation.Node node) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("state", node.paused() ? "PAUSED" : node.state()));
    facts.add(new Fact("start number", Long.toString(node.incarnation())));
    if (node.configuration().isPresent()) {
      Configuration own = node.configuration().get();
      facts.add(new Fact("its ring", own.ring().toString()));
      facts.add(new Fact("members", nodes(own.members())));
    }
    if (node.up()) {
      facts.add(
          new Fact(
              "order",
              "sequence "
                  + Integer.toUnsignedString(node.highSeq())
                  + ", received up to "
                  + Integer.toUnsignedString(node.aru())));
      facts.add(new Fact("sent again", Metrics.sentAgain(node.counters()) + " packets"));
      facts.add(new Fact("queued", node.queuedBytes() + " bytes"));
    }
    facts.add(new Fact("hears", hears(simulation, node.id())));
    List<Fact> counters = new ArrayList<>();
    node.counters()
        .forEach(
            (name, value) -> {
              if (value != 0) {
                counters.add(new Fact(name, Long.toString(value)));
              }
            });
    return List.of(
        Section.of("process " + node.id(), facts),
        Section.of("its last changes", changes(simulation.history(node.id()))),
        Section.narrow("counters that are not 0", counters));
  }

  private static String hears(SteppedSimulation simulation, int id) {
    List<NodeId> heard = new ArrayList<>();
    simulation
        .nodes()
        .forEach(
            from -> {
              if (from.id() != id && simulation.connected(from.id(), id)) {
                heard.add(NodeId.of(from.id()));
              }
            });
    return heard.isEmpty() ? "nobody: it is cut off" : nodes(heard);
  }

  private static String nodes(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::toString).collect(Collectors.joining(", "));
  }

  private static List<Fact> changes(List<AppEvent> history) {
    List<Fact> facts = new ArrayList<>();
    for (int i = history.size() - 1; i >= 0 && facts.size() < CHANGES_MAX; i--) {
      AppEvent event = history.get(i);
      if (event instanceof AppEvent.Started started) {
        facts.add(new Fact(SimulationEvents.time(started.timeNanos()), "started"));
      } else if (event instanceof AppEvent.Regular ring) {
        String text = "ring " + ring.ring() + " of " + ring.members().size() + " members";
        facts.add(new Fact(SimulationEvents.time(ring.timeNanos()), text));
      }
    }
    return facts;
  }

  static List<Section> group(String name, List<GroupFigures> groups) {
    List<Fact> facts = new ArrayList<>();
    for (GroupFigures group : groups) {
      if (group.name().equals(name)) {
        facts.add(new Fact("members", Integer.toString(group.members().size())));
        facts.add(new Fact("who", String.join(" ", group.members())));
      }
    }
    return List.of(Section.of("group " + name, facts));
  }
}
