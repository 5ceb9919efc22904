package io.evs.console.simulation;

import io.evs.console.source.GroupFigures;
import io.evs.console.source.RingEvent;
import io.evs.sim.SteppedSimulation;
import io.evs.sim.world.AppEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens in a simulated run, in the words of the event log. */
final class SimulationEvents {
  private static final int WAITING_MAX = 10_000;

  private record Timed(long nanos, RingEvent event) {}

  private final int nodes;
  private final int[] historySeen;
  private final String[] states;
  private final List<List<Integer>> groupMembers = new ArrayList<>();
  private List<Timed> waiting = new ArrayList<>();
  private String network = "";
  private long changes;

  SimulationEvents(int nodes) {
    this.nodes = nodes;
    this.historySeen = new int[nodes + 1];
    this.states = new String[nodes + 1];
    Arrays.fill(states, "DOWN");
    for (int id = 0; id <= nodes; id++) {
      groupMembers.add(List.of());
    }
  }

  /** Virtual time for people, in seconds. */
  static String time(long nanos) {
    return String.format(Locale.ROOT, "%.4f s", nanos / 1e9);
  }

  /** Changes of rings, processes and the network so far. */
  long changes() {
    return changes;
  }

  void delivered(int process, AppEvent.Message message) {
    // Each message once: when its sender is given it.
    if (message.sender() == process) {
      String guarantee = message.safe() ? "safe" : "agreed";
      add(
          message.timeNanos(),
          RingEvent.Kind.MESSAGE,
          process
              + ": "
              + guarantee
              + " message "
              + message.n()
              + " of "
              + message.bytes()
              + " bytes, sequence "
              + Integer.toUnsignedString(message.sequence()));
    }
  }

  /** Notes what has happened since it looked before. */
  void look(SteppedSimulation simulation) {
    for (SteppedSimulation.Node node : simulation.nodes()) {
      List<AppEvent> history = simulation.history(node.id());
      for (int i = historySeen[node.id()]; i < history.size(); i++) {
        seen(node.id(), history.get(i));
      }
      historySeen[node.id()] = history.size();
      state(simulation.now(), node);
    }
    network(simulation);
  }

  private void seen(int id, AppEvent event) {
    if (event instanceof AppEvent.Started started) {
      fault(started.timeNanos(), "process " + id + " starts");
    } else if (event instanceof AppEvent.Regular regular) {
      changes++;
      add(
          regular.timeNanos(),
          RingEvent.Kind.RING,
          id + ": ring " + regular.ring() + ": members " + list(regular.members()));
    } else if (event instanceof AppEvent.Transitional transitional) {
      changes++;
      add(
          transitional.timeNanos(),
          RingEvent.Kind.CHANGE,
          id
              + ": ring "
              + transitional.left()
              + " ends; to ring "
              + transitional.next()
              + " with "
              + list(transitional.members()));
    } else if (event instanceof AppEvent.Groups groups) {
      groupMembers.set(id, groups.members());
      add(groups.timeNanos(), RingEvent.Kind.GROUP, id + ": sim: " + list(groups.members()));
    }
  }

  private void state(long now, SteppedSimulation.Node node) {
    String state = !node.up() ? "DOWN" : node.paused() ? "PAUSED" : node.state();
    String before = states[node.id()];
    states[node.id()] = state;
    if (state.equals(before)) {
      return;
    }
    if (state.equals("DOWN")) {
      groupMembers.set(node.id(), List.of());
      fault(now, "process " + node.id() + " is down");
    } else if (state.equals("PAUSED") || before.equals("PAUSED")) {
      fault(now, "process " + node.id() + (node.paused() ? " stands still" : " goes on"));
    } else {
      add(now, RingEvent.Kind.CHANGE, node.id() + ": " + state);
    }
  }

  private void network(SteppedSimulation simulation) {
    List<String> parts = new ArrayList<>();
    boolean[] placed = new boolean[nodes + 1];
    for (int from = 1; from <= nodes; from++) {
      if (placed[from]) {
        continue;
      }
      List<Integer> part = new ArrayList<>();
      for (int to = from; to <= nodes; to++) {
        boolean together =
            from == to || (simulation.connected(from, to) && simulation.connected(to, from));
        if (together && !placed[to]) {
          placed[to] = true;
          part.add(to);
        }
      }
      parts.add(list(part));
    }
    String now = String.join(" | ", parts);
    if (!network.isEmpty() && !now.equals(network)) {
      fault(
          simulation.now(),
          parts.size() == 1 ? "the network is whole again" : "the network is cut: " + now);
    }
    network = now;
  }

  private void fault(long nanos, String text) {
    changes++;
    add(nanos, RingEvent.Kind.FAULT, text);
  }

  private void add(long nanos, RingEvent.Kind kind, String text) {
    if (waiting.size() < WAITING_MAX) {
      waiting.add(new Timed(nanos, new RingEvent(time(nanos), kind, text)));
    }
  }

  private static String list(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** The simulated application's only group, as the first process that has one sees it. */
  List<GroupFigures> groups() {
    for (List<Integer> members : groupMembers) {
      if (!members.isEmpty()) {
        return List.of(new GroupFigures("sim", members.stream().map(id -> id + "/1").toList()));
      }
    }
    return List.of();
  }

  /** What was noted since the last time, the earliest first, whichever process it is of. */
  List<RingEvent> take() {
    waiting.sort(Comparator.comparingLong(Timed::nanos));
    List<RingEvent> taken = waiting.stream().map(Timed::event).toList();
    waiting = new ArrayList<>();
    return taken;
  }
}
