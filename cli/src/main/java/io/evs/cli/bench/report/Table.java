package io.evs.cli.bench.report;

import java.util.List;

/** Tables of figures and of facts. */
public final class Table {
  private Table() {}

  /** Columns with heads; cells that are no words stand to the right. */
  public static String of(String caption, List<String> heads, List<List<String>> rows) {
    Markup out = new Markup();
    out.element("p", caption, "class", "lead");
    out.open("div", "class", "wide figures").open("table");
    out.open("thead").open("tr");
    heads.forEach(head -> out.element("th", head, "scope", "col"));
    out.close().close().open("tbody");
    for (List<String> row : rows) {
      out.open("tr");
      row.forEach(cell -> cell(out, cell));
      out.close();
    }
    out.close().close().close();
    return out.toString();
  }

  private static void cell(Markup out, String cell) {
    if (cell.matches("[-–0-9.,]*( %)?")) {
      out.element("td", cell, "class", "n");
    } else {
      out.element("td", cell);
    }
  }

  /** Names and values, two columns. */
  public static String facts(List<List<String>> rows) {
    Markup out = new Markup();
    out.open("div", "class", "wide").open("table", "class", "facts").open("tbody");
    for (List<String> row : rows) {
      out.open("tr").element("th", row.get(0), "scope", "row");
      row.stream().skip(1).forEach(cell -> out.element("td", cell));
      out.close();
    }
    out.close().close().close();
    return out.toString();
  }
}
