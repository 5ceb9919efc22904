package io.evs.verify;

import java.util.Arrays;

/** A growing array of longs. */
final class LongList {
  private static final int FIRST_CAPACITY = 16;

  private long[] values = {};
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(FIRST_CAPACITY, size + (size >> 1)));
    }
    values[size++] = value;
  }

  long get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /** Everything from this index on is forgotten. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Forgets the first values. */
  void removeFirst(int count) {
    System.arraycopy(values, count, values, 0, size - count);
    size -= count;
  }

  void addAll(LongList other, int from, int to) {
    for (int i = from; i < to; i++) {
      add(other.get(i));
    }
  }

  /** Length of the common beginning of two lists. */
  int commonPrefix(LongList other) {
    int shorter = Math.min(size, other.size);
    int mismatch = Arrays.mismatch(values, 0, shorter, other.values, 0, shorter);
    return mismatch < 0 ? shorter : mismatch;
  }
}
