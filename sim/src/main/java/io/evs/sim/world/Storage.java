package io.evs.sim.world;

import io.evs.sim.net.SimRandom;

/**
 * Stable storage of one process: the ring sequence reserved and the incarnation. A write takes
 * time, and a crash before its end may lose it, let it through, or tear the file.
 */
public final class Storage {
  private static final long MILLI = 1_000_000L;

  private long reserved;
  private long previous;
  private boolean unreadable;
  private long incarnation;
  private long writing;

  /** A write begins. */
  void write(long upTo) {
    writing = Math.max(writing, upTo);
  }

  /** A write is complete. */
  void written(long upTo) {
    if (upTo > reserved) {
      previous = reserved;
      reserved = upTo;
    }
    if (writing <= upTo) {
      writing = 0;
    }
    unreadable = false;
  }

  /** The process died; a write that was under way ends in one of three ways. */
  void crash(SimRandom random) {
    if (writing > reserved) {
      int fate = random.nextInt(3);
      if (fate == 0) {
        written(writing);
      } else if (fate == 1) {
        unreadable = true;
      }
    }
    writing = 0;
  }

  /** The file is torn or gone. */
  void lose() {
    unreadable = true;
  }

  boolean unreadable() {
    return unreadable;
  }

  /** The file holds the value before the last one. */
  void restorePrevious() {
    reserved = previous;
  }

  /** Reads the file as a start does: the reserved sequence, or a floor from the wall clock. */
  long load(long virtualNanos) {
    if (unreadable) {
      // A real member's floor grows by 64 a millisecond (docs/protocol.md, "Ring sequences on
      // disk"). Processes here restart within milliseconds, and each restart uses up a reserved
      // block, so the floor must run ahead of that: by 1024 in each virtual millisecond.
      reserved = (1_000_000L + virtualNanos / MILLI) * 1024;
      unreadable = false;
    }
    return reserved;
  }

  long nextIncarnation() {
    return ++incarnation;
  }

  /** The next start gets the incarnation after this one: a clock that is ahead or behind. */
  public void incarnation(long last) {
    incarnation = last;
  }

  long incarnation() {
    return incarnation;
  }
}
