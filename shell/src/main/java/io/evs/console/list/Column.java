package io.evs.console.list;

/**
 * A column of a list.
 *
 * @param title what is in it
 * @param min columns of the screen that it has at least
 * @param max that it has at most, where its texts need them; {@link #REST} for all that are left
 * @param right whether its texts end at its right end; such are numbers, and largest first if it is
 *     sorted by them
 * @param fromWidth it is shown on a screen of at least so many columns
 */
public record Column(String title, int min, int max, boolean right, int fromWidth) {
  /** All that the other columns leave. */
  public static final int REST = 0;

  /** A column of text. */
  public static Column text(String title, int min, int max) {
    return new Column(title, min, max, /* right= */ false, 0);
  }

  /** A column of numbers. */
  public static Column number(String title, int columns) {
    return new Column(title, columns, columns, /* right= */ true, 0);
  }

  /** The same, on wide screens only. */
  public Column from(int width) {
    return new Column(title, min, max, right, width);
  }
}
