package io.evs.console.list;

import java.util.List;
import java.util.Locale;

/**
 * A line of a list.
 *
 * @param key what it stands for, which stays the same as its cells change
 * @param trouble whether it is not as it should be
 * @param cells one for each column
 */
public record Entry(Object key, boolean trouble, List<Cell> cells) {
  /** Copies the list. */
  public Entry {
    cells = List.copyOf(cells);
  }

  /** Whether any of its texts has that in it; capitals do not matter. */
  boolean has(String part) {
    String wanted = part.toLowerCase(Locale.ROOT);
    return cells.stream().anyMatch(cell -> cell.text().toLowerCase(Locale.ROOT).contains(wanted));
  }
}
