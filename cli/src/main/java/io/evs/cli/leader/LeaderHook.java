package io.evs.cli.leader;

import io.evs.cli.exec.HookCommand;
import io.evs.node.process.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Runs a command when this candidate leads, and when it does no more: one after the other, and in
 * turns. What is over before its turn comes is left out.
 */
final class LeaderHook {
  private final HookCommand command;
  private final String name;
  private final Deque<OptionalLong> waiting = new ArrayDeque<>();
  private boolean running;
  private boolean toldThatItLeads;
  private long fence;

  LeaderHook(HookCommand command, String name) {
    this.command = command;
    this.name = name;
    DaemonThreads.of("evs-exec", this::run).start();
  }

  synchronized void leads(long token) {
    waiting.add(OptionalLong.of(token));
    notifyAll();
  }

  synchronized void loses() {
    if (!waiting.isEmpty() && waiting.getLast().isPresent()) {
      waiting.removeLast();
    } else if (waiting.isEmpty() && toldThatItLeads) {
      waiting.add(OptionalLong.empty());
    }
    notifyAll();
  }

  /** Tells that it leads no more, if it was told that it does, and waits until all is told. */
  synchronized void finish() throws InterruptedException {
    loses();
    while (running || !waiting.isEmpty()) {
      wait();
    }
  }

  private void run() {
    try {
      while (true) {
        command.run(next());
        ended();
      }
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Map<String, String> next() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    OptionalLong next = waiting.remove();
    running = true;
    toldThatItLeads = next.isPresent();
    fence = next.orElse(fence);
    return Map.of(
        "EVS_LEADER",
        toldThatItLeads ? "1" : "0",
        "EVS_LEADER_NAME",
        name,
        "EVS_FENCE",
        Long.toString(fence));
  }

  private synchronized void ended() {
    running = false;
    notifyAll();
  }
}
