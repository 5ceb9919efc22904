package io.evs.console;

import java.util.List;
import java.util.OptionalLong;

/** A line for each processor. */
final class MemberTable {
  private static final int WIDE = 110;

  private MemberTable() {}

  static void draw(ConsoleModel model, Area area) {
    boolean wide = area.width() >= WIDE;
    Row header = new Row(area, 0, wide, Style.LABEL);
    header.draw("node", "address", "state", "msg/s", "bytes/s", "lag", "resent", "pause");
    if (wide) {
      header.more("name", "queued");
    }
    List<MemberFigures> members = model.snapshot().members();
    int rows = area.height() - 1;
    int from = Math.max(0, Math.min(model.selected() - rows / 2, members.size() - rows));
    for (int i = 0; i < Math.min(rows, members.size()); i++) {
      int index = from + i;
      boolean hidden = i == rows - 1 && index < members.size() - 1;
      if (hidden) {
        String more = area.glyphs().dots() + " " + (members.size() - index) + " more";
        area.put(2, 1 + i, more, Style.LABEL);
      } else {
        line(model, members.get(index), index == model.selected(), area, 1 + i, wide);
      }
    }
  }

  private static void line(
      ConsoleModel model, MemberFigures member, boolean selected, Area area, int y, boolean wide) {
    boolean token =
        model.snapshot().rings().stream()
            .anyMatch(ring -> ring.token().equals(java.util.Optional.of(member.id())));
    boolean fine = member.inRing() && !isTrouble(member.state());
    Row row = new Row(area, y, wide, fine ? Style.PLAIN : Style.WARNING);
    area.put(0, y, selected ? area.glyphs().selected() : " ", Style.STRONG);
    area.put(1, y, token ? area.glyphs().token() : " ", Style.TOKEN);
    row.draw(
        member.id() + (member.local() ? " here" : ""),
        member.address().isEmpty() ? "-" : member.address(),
        member.state(),
        ShortNumbers.compact(model.messagesPerSecond(member.id())),
        ShortNumbers.compact(model.bytesPerSecond(member.id())),
        ShortNumbers.compact(member.aruLag()),
        ShortNumbers.compact(member.retransmits()),
        ShortNumbers.compact(member.pauses()));
    if (wide) {
      OptionalLong queued = member.queuedBytes();
      row.more(member.name().isEmpty() ? "-" : member.name(), ShortNumbers.compact(queued));
    }
  }

  private static boolean isTrouble(String state) {
    return !state.equals("OPERATIONAL") && !state.equals("MEMBER");
  }

  /** The columns. */
  private record Row(Area area, int y, boolean wide, Style style) {
    void draw(String node, String address, String... rest) {
      int addressColumns = wide ? 30 : 21;
      area.fit(2, y, 11, node, style);
      area.fit(14, y, addressColumns, address, style);
      int x = 15 + addressColumns;
      area.fit(x, y, 11, rest[0], style);
      int[] ends = {x + 17, x + 25, x + 31, x + 38, x + 44};
      for (int i = 0; i < ends.length; i++) {
        area.putRight(ends[i], y, rest[i + 1], style);
      }
    }

    void more(String name, String queued) {
      int x = 15 + 30 + 46;
      area.putRight(x + 5, y, queued, style);
      area.fit(x + 7, y, area.width() - x - 8, name, style);
    }
  }
}
