package io.evs.node;

import io.evs.EvsException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Process ids of handles: the operating system's in the lower 22 bits, and a number in the upper
 * ten, 0 for a process's first handle. A number used long ago is taken rather than one whose handle
 * was just closed, so that the two are not mixed up. Any thread.
 */
final class ProcessIds {
  /** Processes whose next number is remembered; the one not asked for longest is forgotten. */
  static final int PROCESSES_KEPT = 4096;

  private static final int PROCESS_ID_BITS = 22;
  private static final int NUMBERS = 1 << (32 - PROCESS_ID_BITS);

  private final Set<Long> open = new HashSet<>();
  private final LinkedHashMap<Long, Integer> next =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > PROCESSES_KEPT;
        }
      };

  /**
   * An id that no open handle has.
   *
   * @param pid the operating system's id of the process
   * @throws EvsException NO_RESOURCES with 1024 handles open
   */
  synchronized long take(long pid) {
    if (open.size() >= NUMBERS) {
      throw new EvsException(
          EvsException.Code.NO_RESOURCES, NUMBERS + " handles are open; close some");
    }
    long lower = pid & ((1L << PROCESS_ID_BITS) - 1);
    int number = next.getOrDefault(lower, 0);
    long id = id(lower, number);
    while (!open.add(id)) {
      number = (number + 1) % NUMBERS;
      id = id(lower, number);
    }
    next.put(lower, (number + 1) % NUMBERS);
    return id;
  }

  /** As {@link #take}, from the end of the numbers, where no others are taken from. */
  synchronized long takeLast(long pid) {
    long lower = pid & ((1L << PROCESS_ID_BITS) - 1);
    int number = NUMBERS - 1;
    while (!open.add(id(lower, number))) {
      number--;
    }
    return id(lower, number);
  }

  private static long id(long lower, int number) {
    return lower | ((long) number << PROCESS_ID_BITS);
  }

  synchronized void release(long processId) {
    open.remove(processId);
  }
}
