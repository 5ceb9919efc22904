package io.evs.state.replica;

import java.util.Comparator;

/**
 * A state, named by the way that those who have it came together.
 *
 * @param way how they came
 * @param primary sequence of the last primary ring in which they had it; 0 if none
 * @param applied how many commands it has, of one side at least: merges count as one
 */
record Side(Way way, long primary, long applied) implements Comparable<Side> {
  private static final Comparator<Side> BEST_FIRST =
      Comparator.comparingLong(Side::primary)
          .thenComparingLong(Side::applied)
          .reversed()
          .thenComparing(side -> side.way().ring())
          .thenComparing(side -> side.way().next());

  /** The side whose state wins is the least. */
  @Override
  public int compareTo(Side other) {
    return BEST_FIRST.compare(this, other);
  }
}
