package io.evs.sim.world;

import io.evs.verify.report.Property;

/**
 * Something wrong that was seen from outside the traces.
 *
 * @param property X for an engine error, S for a scenario's claim, or a property's name; null if
 *     the checker's report says more
 * @param message what, where
 * @param step number of the step
 * @param timeNanos virtual time
 */
public record Failure(Property property, String message, long step, long timeNanos) {
  static String describe(int process, Throwable error) {
    StringBuilder text = new StringBuilder();
    text.append("process ").append(process).append(": ").append(error);
    StackTraceElement[] stack = error.getStackTrace();
    for (int i = 0; i < Math.min(6, stack.length); i++) {
      text.append(i == 0 ? " at " : " < ").append(stack[i]);
    }
    return text.toString();
  }
}
