package io.evs.sim.fault;

import java.util.List;

/**
 * When a node of a role enters a state for the k-th time, something happens to it.
 *
 * @param role which nodes
 * @param state name of the state entered
 * @param visit k, from 1, counted for each node from the time at which the fault begins
 * @param action what happens
 */
public record Trigger(Role role, String state, int visit, Action action) {
  /** States that trigger; the last is the first token of an operational ring. */
  public static final List<String> STATES = List.of("GATHER", "COMMIT", "RECOVERY", "OPERATIONAL");

  /** Which nodes a trigger concerns. */
  public enum Role {
    /** The first node that is the least of those it can talk to. */
    REPRESENTATIVE,
    /** The first node that is not. */
    OTHER,
    /** Every node, each once. */
    ALL
  }

  /** What happens. */
  public enum Action {
    /** The process dies, and comes back later. */
    CRASH,
    /** It dies between two packets of its next step that sends several. */
    CRASH_WITHIN_STEP,
    /** It leaves on purpose, and comes back later. */
    LEAVE,
    /** It stands still for longer than the token time-out. */
    PAUSE,
    /** Nothing gets from it to its successor for a while. */
    CUT_SUCCESSOR,
    /** The next token or commit token that it sends is lost. */
    DROP_TOKEN,
    /** The next join that its successor sends is lost, at all receivers. */
    DROP_JOIN,
    /** A token, a commit token and a join that it got long ago arrive again. */
    OLD_PACKETS
  }

  /** Checks the state and the visit. */
  public Trigger {
    if (!STATES.contains(state) || visit < 1) {
      throw new IllegalArgumentException("no such trigger: " + state + " visit " + visit);
    }
  }
}
