package io.evs.cli.status;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as they need to be; numbers to the right. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int rightMost;

  /**
   * A table with a heading.
   *
   * @param heading its columns
   * @param right how many columns from the left are set to the right
   */
  Table(List<String> heading, int right) {
    this.rightMost = right;
    rows.add(heading);
  }

  /** Adds a row; a shorter row's last cell goes over the columns that follow. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() && i < columns - 1; i++) {
        if (i < row.size() - 1) {
          widths[i] = Math.max(widths[i], row.get(i).length());
        }
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      String pad = " ".repeat(Math.max(0, widths[i] - cell.length()));
      boolean last = i == row.size() - 1;
      line.append(i == 0 ? "" : GAP);
      boolean spans = last && row.size() < widths.length;
      boolean right = i < rightMost && !spans;
      line.append(right ? pad + cell : last ? cell : cell + pad);
    }
    return line.toString();
  }
}
