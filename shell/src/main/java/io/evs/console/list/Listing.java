package io.evs.console.list;

import java.util.List;

/**
 * All that a list has, in its own order.
 *
 * @param columns its columns
 * @param entries its lines
 */
public record Listing(List<Column> columns, List<Entry> entries) {
  /** Copies the lists. */
  public Listing {
    columns = List.copyOf(columns);
    entries = List.copyOf(entries);
  }
}
