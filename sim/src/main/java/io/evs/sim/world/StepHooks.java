package io.evs.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Actions that wait for a state or a condition; looked at after every step. */
public final class StepHooks {
  private record StateHook(int node, String state, int[] visitsLeft, Runnable action) {}

  private record Condition(BooleanSupplier holds, Runnable action) {}

  /** Told of every change of state. */
  public interface StateWatcher {
    void entered(SimProcess process, String state);
  }

  private StateWatcher watcher;
  private final List<StateHook> stateHooks = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();

  /** Runs the action when the node enters the state for the k-th time from now; node 0: any. */
  public void onState(int node, String state, int k, Runnable action) {
    stateHooks.add(new StateHook(node, state, new int[] {k}, action));
  }

  public void watcher(StateWatcher all) {
    watcher = all;
  }

  public void when(BooleanSupplier holds, Runnable action) {
    conditions.add(new Condition(holds, action));
  }

  public void clear() {
    stateHooks.clear();
    conditions.clear();
  }

  void afterStep(World world, SimProcess process) {
    String before = process.swapState();
    String state = process.state();
    if (!before.equals(state)) {
      world.marks().entered(process, before, state);
      if (watcher != null) {
        watcher.entered(process, state);
      }
      if (!stateHooks.isEmpty()) {
        entered(process);
      }
    }
    if (!conditions.isEmpty()) {
      check(world);
    }
  }

  private void entered(SimProcess process) {
    List<Runnable> due = new ArrayList<>();
    String state = process.state();
    stateHooks.removeIf(
        hook -> {
          boolean hit =
              (hook.node() == 0 || hook.node() == process.id())
                  && hook.state().equals(state)
                  && --hook.visitsLeft()[0] == 0;
          if (hit) {
            due.add(hook.action());
          }
          return hit;
        });
    due.forEach(Runnable::run);
  }

  private void check(World world) {
    List<Runnable> due = new ArrayList<>();
    conditions.removeIf(
        condition -> {
          boolean hit = condition.holds().getAsBoolean();
          if (hit) {
            due.add(condition.action());
          }
          return hit;
        });
    // Not within the step: an action may want to crash or start the same process.
    due.forEach(action -> world.after(0, action));
  }
}
