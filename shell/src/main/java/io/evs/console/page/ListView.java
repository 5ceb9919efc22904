package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.list.Column;
import io.evs.console.list.Entry;
import io.evs.console.list.ListState;
import io.evs.console.model.Clickable;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.ListKind;
import java.util.ArrayList;
import java.util.List;

/** A list, with what is selected, filtered and sorted. */
final class ListView {
  private static final int LEFT = 2;

  private final ConsoleModel model;
  private final ListKind kind;
  private final Area area;
  private final List<Column> columns;
  private final ListState state;
  private final List<Entry> shown;

  private ListView(ConsoleModel model, ListKind kind, Area area) {
    this.model = model;
    this.kind = kind;
    this.area = area;
    this.columns = model.lists().all(kind).columns();
    this.state = model.lists().state(kind);
    this.shown = state.shown(model.lists().all(kind));
  }

  /** With a title, the names of the columns, and what is selected. */
  static void page(ConsoleModel model, ListKind kind, Area area) {
    new ListView(model, kind, area).page();
  }

  /** Only to be looked at: a title, and as many lines as there is room for. */
  static void block(ConsoleModel model, ListKind kind, Area area) {
    new ListView(model, kind, area).block();
  }

  private void page() {
    area.rule(0, title());
    int rows = area.height() - 2;
    int index = state.index(shown);
    int from = Math.max(0, Math.min(index - (rows - 1) / 2, shown.size() - rows));
    List<Place> places = places(from, rows);
    header(places);
    lines(places, from, index, area.rows(2, rows));
  }

  private void block() {
    area.rule(0, title());
    int rows = area.height() - 1;
    // The newest events are at the end; of all else, the first are shown.
    int from = kind == ListKind.EVENTS ? Math.max(0, shown.size() - rows) : 0;
    lines(places(from, rows), from, -1, area.rows(1, rows));
  }

  private String title() {
    int all = model.lists().all(kind).entries().size();
    StringBuilder title = new StringBuilder(kind.title());
    boolean filtered = !state.filter().isEmpty();
    if (filtered || kind != ListKind.EVENTS && all > 0) {
      title.append(' ').append(filtered ? shown.size() + " of " + all : String.valueOf(all));
    }
    if (filtered) {
      title.append(" with ").append(state.filter());
    }
    if (kind == ListKind.EVENTS && !model.showsMessages()) {
      title.append(", without messages");
    }
    if (state.sort() != ListState.UNSORTED && state.sort() < columns.size()) {
      title.append(", by ").append(columns.get(state.sort()).title());
    }
    return title.toString();
  }

  /** Where a column is. */
  private record Place(int column, int x, int width) {}

  private List<Place> places(int from, int rows) {
    List<Integer> there = new ArrayList<>();
    int room = area.width() - LEFT;
    for (int i = 0; i < columns.size(); i++) {
      if (area.width() >= columns.get(i).fromWidth()) {
        there.add(i);
        room -= columns.get(i).min() + 1;
      }
    }
    List<Place> places = new ArrayList<>();
    int x = LEFT;
    for (int i : there) {
      Column column = columns.get(i);
      int width = column.min();
      if (column.max() == Column.REST) {
        width += Math.max(0, room);
      } else if (column.max() > width) {
        int more = Math.max(0, Math.min(widest(i, from, rows), column.max()) - width);
        width += Math.max(0, Math.min(more, room));
      }
      room -= width - column.min();
      places.add(new Place(i, x, width));
      x += width + 1;
    }
    return places;
  }

  private int widest(int column, int from, int rows) {
    return shown.stream()
        .skip(Math.max(0, from))
        .limit(Math.max(0, rows))
        .mapToInt(entry -> area.columnsOf(entry.cells().get(column).text()))
        .max()
        .orElse(0);
  }

  private void header(List<Place> places) {
    for (Place place : places) {
      Column column = columns.get(place.column());
      boolean sorted = state.sort() == place.column();
      String sign = state.isDescending() ? area.glyphs().down() : area.glyphs().up();
      Style style = sorted ? Style.STRONG : Style.LABEL;
      if (column.right()) {
        String title = sorted ? sign + column.title() : column.title();
        area.putRight(place.x() + place.width(), 1, title, style);
      } else {
        area.put(place.x(), 1, sorted ? column.title() + sign : column.title(), style);
      }
    }
  }

  private void lines(List<Place> places, int from, int selected, Area rows) {
    if (shown.isEmpty()) {
      String none = model.lists().all(kind).entries().isEmpty() ? "none" : "none has this text";
      rows.put(LEFT, 0, none, Style.LABEL);
    }
    for (int i = 0; i < rows.height() && from + i < shown.size(); i++) {
      int hidden = shown.size() - from - i;
      if (i == rows.height() - 1 && hidden > 1 && from + i != selected) {
        rows.put(LEFT, i, rows.glyphs().dots() + " " + hidden + " more", Style.LABEL);
      } else {
        line(shown.get(from + i), places, from + i == selected, rows.rows(i, 1));
      }
    }
  }

  private void line(Entry entry, List<Place> places, boolean selected, Area row) {
    Style style = selected ? Style.BAR : entry.trouble() ? Style.WARNING : Style.PLAIN;
    if (selected) {
      row.bar(0);
      row.put(0, 0, row.glyphs().selected(), Style.BAR);
    }
    if (hasToken(entry)) {
      row.put(1, 0, row.glyphs().token(), selected ? Style.BAR : Style.TOKEN);
    }
    for (Place place : places) {
      String text = entry.cells().get(place.column()).text();
      if (columns.get(place.column()).right()) {
        row.putRight(place.x() + place.width(), 0, text, style);
      } else {
        // The last column of the screen stays empty, which some terminals need.
        int width = Math.min(place.width(), row.width() - place.x() - 1);
        row.fit(place.x(), 0, width, text, style);
      }
    }
    row.zone(0, 0, row.width(), new Clickable.Line(kind, entry.key()));
  }

  private boolean hasToken(Entry entry) {
    return kind == ListKind.MEMBERS
        && model.snapshot().rings().stream()
            .anyMatch(ring -> ring.token().map(entry.key()::equals).orElse(false));
  }
}
