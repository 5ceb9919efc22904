package io.evs.verify;

import java.util.Arrays;

/** A set of longs by open addressing; -1 is not a possible element. */
final class LongSet {
  private static final long FREE = -1;

  private long[] slots = new long[16];
  private int size;

  LongSet() {
    Arrays.fill(slots, FREE);
  }

  /** False if it was there already. */
  boolean add(long value) {
    if (size * 2 >= slots.length) {
      grow();
    }
    int at = find(value);
    if (slots[at] == value) {
      return false;
    }
    slots[at] = value;
    size++;
    return true;
  }

  boolean contains(long value) {
    return slots[find(value)] == value;
  }

  void addAll(LongList values) {
    for (int i = 0; i < values.size(); i++) {
      add(values.get(i));
    }
  }

  private int find(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed >>> 32) & (slots.length - 1);
    while (slots[at] != FREE && slots[at] != value) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    Arrays.fill(slots, FREE);
    for (long value : old) {
      if (value != FREE) {
        slots[find(value)] = value;
      }
    }
  }
}
