package io.evs.flight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last events of a member in an array of fixed size: an event is five numbers in a slot, a list
 * of nodes takes further slots of six ids each. The oldest slots are written over. Nothing is
 * allocated but in {@link #snapshot}.
 *
 * <p>One thread.
 */
public final class FlightRecorder implements FlightSink {
  /** Slots of a node's recorder: 160 KiB, some minutes of a busy ring and hours of a calm one. */
  public static final int SLOTS = 4096;

  private static final int WIDTH = 5;
  private static final int IDS_PER_SLOT = 6;
  private static final int KIND_SHIFT = 48;
  private static final int COUNT_SHIFT = 32;
  private static final int LIST_BASE = 128;

  private final long[] slots;
  private final int mask;
  private long written;
  private long lastTime;

  /**
   * An empty recorder.
   *
   * @param slots a power of two
   */
  public FlightRecorder(int slots) {
    if (Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException(slots + " slots are not a power of two");
    }
    this.slots = new long[slots * WIDTH];
    this.mask = slots - 1;
  }

  @Override
  public void event(long now, FlightKind kind, int node, long a, long b, long c) {
    int at = ((int) written & mask) * WIDTH;
    written++;
    lastTime = now;
    slots[at] = now;
    slots[at + 1] = (long) kind.ordinal() << KIND_SHIFT | node & 0xffffffffL;
    slots[at + 2] = a;
    slots[at + 3] = b;
    slots[at + 4] = c;
  }

  @Override
  public void list(FlightList which, int[] nodes) {
    for (int from = 0; from < nodes.length; from += IDS_PER_SLOT) {
      int count = Math.min(IDS_PER_SLOT, nodes.length - from);
      int at = ((int) written & mask) * WIDTH;
      written++;
      slots[at] = lastTime;
      slots[at + 1] =
          (long) (LIST_BASE + which.ordinal()) << KIND_SHIFT | (long) count << COUNT_SHIFT;
      for (int i = 0; i < IDS_PER_SLOT; i += 2) {
        long first = i < count ? nodes[from + i] : 0;
        long second = i + 1 < count ? nodes[from + i + 1] : 0;
        slots[at + 2 + i / 2] = FlightSink.pair(first, second);
      }
    }
  }

  /** Slots written since the beginning. */
  public long written() {
    return written;
  }

  /** A copy of the slots, the oldest first; {@link #events} reads it on any thread. */
  public long[] snapshot() {
    int count = (int) Math.min(written, mask + 1L);
    long[] copy = new long[count * WIDTH];
    int first = (int) (written - count) & mask;
    int untilEnd = Math.min(count, mask + 1 - first);
    System.arraycopy(slots, first * WIDTH, copy, 0, untilEnd * WIDTH);
    System.arraycopy(slots, 0, copy, untilEnd * WIDTH, (count - untilEnd) * WIDTH);
    return copy;
  }

  /** The events in a snapshot, the oldest first. */
  public static List<FlightEvent> events(long[] snapshot) {
    List<FlightEvent> events = new ArrayList<>();
    Map<FlightList, int[]> lists = new EnumMap<>(FlightList.class);
    int open = -1;
    for (int at = 0; at < snapshot.length; at += WIDTH) {
      int kind = (int) (snapshot[at + 1] >>> KIND_SHIFT);
      if (kind < LIST_BASE) {
        close(events, snapshot, open, lists);
        open = at;
        lists = new EnumMap<>(FlightList.class);
      } else if (open >= 0) {
        // What belongs to an event that was written over means nothing any more.
        lists.merge(FlightList.of(kind - LIST_BASE), ids(snapshot, at), FlightRecorder::joined);
      }
    }
    close(events, snapshot, open, lists);
    return events;
  }

  private static void close(
      List<FlightEvent> events, long[] from, int at, Map<FlightList, int[]> lists) {
    if (at >= 0) {
      events.add(
          new FlightEvent(
              from[at],
              FlightKind.of((int) (from[at + 1] >>> KIND_SHIFT)),
              (int) from[at + 1],
              from[at + 2],
              from[at + 3],
              from[at + 4],
              lists));
    }
  }

  private static int[] ids(long[] from, int at) {
    int[] ids = new int[(int) (from[at + 1] >>> COUNT_SHIFT) & 0xffff];
    for (int i = 0; i < ids.length; i++) {
      long pair = from[at + 2 + i / 2];
      ids[i] = (int) (i % 2 == 0 ? FlightSink.high(pair) : FlightSink.low(pair));
    }
    return ids;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
