package io.evs.sim.fault;

import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.StorageAfterRestart;
import java.util.List;

/** One planned disturbance of a run. */
public sealed interface Fault {
  /** Virtual time at which it begins. */
  long timeNanos();

  /**
   * Only these components can talk among themselves.
   *
   * @param timeNanos begin
   * @param durationNanos until all links are restored
   * @param components nodes that stay together
   */
  record Partition(long timeNanos, long durationNanos, List<List<Integer>> components)
      implements Fault {}

  /**
   * Single directions are cut.
   *
   * @param timeNanos begin
   * @param durationNanos until all links are restored
   * @param links pairs from, to
   */
  record CutLinks(long timeNanos, long durationNanos, List<List<Integer>> links) implements Fault {}

  /** How a process dies. */
  enum Death {
    /** Between two steps. */
    BETWEEN_STEPS,
    /** After some of the outputs of a step that sends something. */
    WITHIN_STEP,
    /** While its log of a step is written, before any output. */
    WITHIN_LOG,
    /** By leaving on purpose. */
    LEAVE
  }

  /**
   * A process ends and comes back.
   *
   * @param timeNanos begin
   * @param node the process
   * @param death how
   * @param after outputs or log lines that still happen
   * @param downNanos until it is started again; negative: not before the network heals
   * @param fate what the restart finds
   */
  record Crash(
      long timeNanos, int node, Death death, int after, long downNanos, StorageAfterRestart fate)
      implements Fault {}

  /**
   * A process stands still.
   *
   * @param timeNanos begin
   * @param durationNanos how long
   * @param node the process
   * @param order what it sees first afterwards
   */
  record Pause(long timeNanos, long durationNanos, int node, BacklogOrder order) implements Fault {}

  /**
   * A process's clock runs at another rate.
   *
   * @param timeNanos begin
   * @param node the process
   * @param permille 1000 is right
   */
  record ClockRate(long timeNanos, int node, long permille) implements Fault {}

  /**
   * Packets of one type are lost for a while.
   *
   * @param timeNanos begin
   * @param durationNanos how long
   * @param packetType header byte 3
   * @param loss probability
   */
  record TypeLoss(long timeNanos, long durationNanos, int packetType, double loss)
      implements Fault {}

  /**
   * No data packet reaches a node, while tokens do.
   *
   * @param timeNanos begin
   * @param durationNanos how long
   * @param node the process
   */
  record Deaf(long timeNanos, long durationNanos, int node) implements Fault {}

  /**
   * From a time on, something happens when a node enters a state.
   *
   * @param timeNanos begin
   * @param role which nodes
   * @param state the state
   * @param visit at which of its visits
   * @param action what happens
   */
  record OnState(long timeNanos, Trigger.Role role, String state, int visit, Trigger.Action action)
      implements Fault {

    /** The trigger without its time; checks it. */
    Trigger trigger() {
      return new Trigger(role, state, visit, action);
    }
  }
}
