package io.evs.console.list;

import io.evs.console.words.ShortNumbers;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What an entry has in a column.
 *
 * @param text as it is shown
 * @param number what it is sorted by; NaN if that is the text, or the number is not known
 */
public record Cell(String text, double number) implements Comparable<Cell> {
  /** A text. */
  public static Cell of(String text) {
    return new Cell(text, Double.NaN);
  }

  /** A number, shown short. */
  public static Cell of(OptionalLong value) {
    return new Cell(
        ShortNumbers.compact(value), value.isPresent() ? value.getAsLong() : Double.NaN);
  }

  /** A number, shown short. */
  public static Cell of(OptionalDouble value) {
    return new Cell(ShortNumbers.compact(value), value.orElse(Double.NaN));
  }

  /** By number, what has none first; else by text. */
  @Override
  public int compareTo(Cell other) {
    boolean known = !Double.isNaN(number);
    boolean otherKnown = !Double.isNaN(other.number);
    if (known && otherKnown) {
      return Double.compare(number, other.number);
    }
    return known != otherKnown
        ? Boolean.compare(known, otherKnown)
        : text.compareToIgnoreCase(other.text);
  }
}
