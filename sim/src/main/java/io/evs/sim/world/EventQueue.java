package io.evs.sim.world;

import io.evs.sim.net.SimRandom;
import java.util.Arrays;

/**
 * A binary heap of events ordered by (time, tie, serial). The tie is drawn from the seed, so events
 * of one instant come in a random but repeatable order.
 */
final class EventQueue {
  /** Something that happens at an instant. */
  abstract static class Event {
    private long timeNanos;
    private long tie;
    private long serial;

    abstract void run();

    final long timeNanos() {
      return timeNanos;
    }

    private boolean before(Event other) {
      if (timeNanos != other.timeNanos) {
        return timeNanos < other.timeNanos;
      }
      if (tie != other.tie) {
        return tie < other.tie;
      }
      return serial < other.serial;
    }
  }

  private final SimRandom ties;
  private Event[] heap = new Event[1024];
  private int size;
  private long serials;

  EventQueue(SimRandom ties) {
    this.ties = ties;
  }

  int size() {
    return size;
  }

  /** Time of the next event, or Long.MAX_VALUE. */
  long nextTime() {
    return size == 0 ? Long.MAX_VALUE : heap[0].timeNanos;
  }

  void add(long timeNanos, Event event) {
    add(timeNanos, ties.nextLong(), event);
  }

  /** Adds an event with an explicit tie: the least runs first among those of its instant. */
  void add(long timeNanos, long tie, Event event) {
    event.timeNanos = timeNanos;
    event.tie = tie;
    event.serial = serials++;
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!event.before(heap[parent])) {
        break;
      }
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = event;
  }

  /** Removes and returns the first event; null if there is none. */
  Event poll() {
    if (size == 0) {
      return null;
    }
    Event first = heap[0];
    Event last = heap[--size];
    heap[size] = null;
    if (size > 0) {
      sink(last);
    }
    return first;
  }

  private void sink(Event event) {
    int i = 0;
    while (true) {
      int child = 2 * i + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && heap[child + 1].before(heap[child])) {
        child++;
      }
      if (!heap[child].before(event)) {
        break;
      }
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = event;
  }
}
