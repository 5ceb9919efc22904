package io.evs.console.list;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a person wants to see a list: what is selected, filtered and sorted by. What is selected
 * stays so while the list changes. One thread.
 */
public final class ListState {
  /** Sorted by no column: in the list's own order. */
  public static final int UNSORTED = -1;

  private static final int FILTER_MAX_CHARS = 64;

  private final boolean fromEnd;
  private Optional<Object> selected = Optional.empty();
  private int place;
  private String filter = "";
  private int sort = UNSORTED;
  private boolean descending;

  /**
   * A list of which all is shown.
   *
   * @param fromEnd whether the last entry is selected, whichever that is, until another one is
   */
  public ListState(boolean fromEnd) {
    this.fromEnd = fromEnd;
  }

  /** The entries to show, in the order to show. */
  public List<Entry> shown(Listing all) {
    List<Entry> shown = new ArrayList<>(all.entries());
    if (!filter.isEmpty()) {
      shown.removeIf(entry -> !entry.has(filter));
    }
    if (sort != UNSORTED && sort < all.columns().size()) {
      Comparator<Entry> order = Comparator.comparing(entry -> entry.cells().get(sort));
      shown.sort(descending ? order.reversed() : order);
    }
    return shown;
  }

  /** Which of the entries that are shown is selected; -1 if there are none. */
  public int index(List<Entry> shown) {
    if (selected.isEmpty() && fromEnd) {
      return shown.size() - 1;
    }
    for (int i = 0; i < shown.size() && selected.isPresent(); i++) {
      if (shown.get(i).key().equals(selected.get())) {
        return i;
      }
    }
    return Math.min(place, shown.size() - 1);
  }

  /** The entry that is selected. */
  public Optional<Entry> selected(Listing all) {
    List<Entry> shown = shown(all);
    int index = index(shown);
    return index < 0 ? Optional.empty() : Optional.of(shown.get(index));
  }

  /** Holds on to what is selected when the list has changed. */
  public void settle(Listing all) {
    if (selected.isPresent() || !fromEnd) {
      List<Entry> shown = shown(all);
      at(shown, index(shown));
    }
  }

  /** Selects the entry so many lines further down. */
  public void move(Listing all, int by) {
    List<Entry> shown = shown(all);
    int index = index(shown);
    // No overflow, where it is moved to one of the ends.
    long wanted = (long) index + by;
    at(shown, (int) Math.max(0, Math.min(wanted, shown.size() - 1)));
  }

  private void at(List<Entry> shown, int index) {
    if (index < 0 || index >= shown.size()) {
      return;
    }
    place = index;
    boolean follows = fromEnd && index == shown.size() - 1;
    selected = follows ? Optional.empty() : Optional.of(shown.get(index).key());
  }

  /** Selects an entry. */
  public void select(Listing all, Object key) {
    List<Entry> shown = shown(all);
    for (int i = 0; i < shown.size(); i++) {
      if (shown.get(i).key().equals(key)) {
        at(shown, i);
      }
    }
  }

  /** What entries must have in one of their texts to be shown; empty if all are. */
  public String filter() {
    return filter;
  }

  /** Shows only entries that have this text. */
  public void filter(String text) {
    filter = text.substring(0, Math.min(FILTER_MAX_CHARS, text.length()));
  }

  /** The column that it is sorted by, or {@link #UNSORTED}. */
  public int sort() {
    return sort;
  }

  /** Whether the largest comes first. */
  public boolean isDescending() {
    return descending;
  }

  /** Sorts by the next column; behind the last, in the list's own order. */
  public void sortByNext(Listing all) {
    sort = sort + 1 < all.columns().size() ? sort + 1 : UNSORTED;
    descending = sort != UNSORTED && all.columns().get(sort).right();
  }

  /** The other way round, if it is sorted by a column. */
  public void reverse() {
    descending = sort != UNSORTED && !descending;
  }
}
