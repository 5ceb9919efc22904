package io.evs.node.handle;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.GroupChange;

/** One event of a handle's ordered stream. */
public sealed interface HandleEvent {
  /** Bytes that count against the receive queue. */
  long bytes();

  /** Runs the listener's method. */
  void run(EvsListener listener);

  /**
   * Goes before the events of a turn and is never run: says when they were handed over.
   *
   * @param nanos System.nanoTime() then
   */
  record HandedOver(long nanos) implements HandleEvent {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void run(EvsListener listener) {
      throw new IllegalStateException("a mark is not an event");
    }
  }

  /** A message. */
  record Message(Delivery delivery) implements HandleEvent {
    private static final int OVERHEAD_BYTES = 256;

    @Override
    public long bytes() {
      return delivery.payload().length + OVERHEAD_BYTES;
    }

    @Override
    public void run(EvsListener listener) {
      listener.onMessage(delivery);
    }
  }

  /** A configuration change. */
  record Configured(ConfigurationChange change) implements HandleEvent {
    @Override
    public long bytes() {
      return 256 + 64L * change.members().size();
    }

    @Override
    public void run(EvsListener listener) {
      listener.onConfiguration(change);
    }
  }

  /** A change of a group's membership. */
  record Grouped(GroupChange change) implements HandleEvent {
    @Override
    public long bytes() {
      return 256 + 96L * (change.members().size() + change.joined().size() + change.left().size());
    }

    @Override
    public void run(EvsListener listener) {
      listener.onGroup(change);
    }
  }

  /** A message of the handle was delivered, which its sender wanted to know. */
  record Confirmed(Runnable tell) implements HandleEvent {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void run(EvsListener listener) {
      tell.run();
    }
  }

  /** The end of the stream. */
  record Lost(EvsException reason) implements HandleEvent {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void run(EvsListener listener) {
      listener.onDisconnected(reason);
    }
  }
}
