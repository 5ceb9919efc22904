package io.evs.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The connection of a client to its daemon. Each reads in order, when it comes to it. */
final class LockLink {
  final Deque<Consumer<LockService>> toDaemon = new ArrayDeque<>();
  final Deque<Consumer<LockClient>> toClient = new ArrayDeque<>();

  /** The client has ended. */
  boolean closed;
}
