package io.evs.console;

import java.util.List;

/** The key table, and what the signs mean. */
final class HelpView {
  private static final int LABEL_COLUMNS = 11;

  private HelpView() {}

  static void draw(ConsoleModel model, Area area) {
    area.rule(0, "keys");
    List<KeyBinding> keys =
        KeyTable.ALL.stream().filter(binding -> binding.applies(model)).toList();
    int rows = Math.max(1, area.height() - 6);
    int perColumn = Math.min(keys.size(), rows);
    int columns = (keys.size() + perColumn - 1) / perColumn;
    int width = area.width() / columns;
    for (int i = 0; i < keys.size(); i++) {
      int x = i / perColumn * width + 2;
      int y = 1 + i % perColumn;
      area.put(x, y, keys.get(i).label(), Style.STRONG);
      area.fit(x + LABEL_COLUMNS, y, width - LABEL_COLUMNS - 3, keys.get(i).help(), Style.PLAIN);
    }
    signs(model, area.rows(perColumn + 2, area.height()));
  }

  private static void signs(ConsoleModel model, Area area) {
    area.rule(0, "signs");
    String token =
        model.playback().isPresent()
            ? "the member that the token was sent to last"
            : "the token, slowed down: moves while tokens are counted";
    area.put(2, 1, area.glyphs().token(), Style.TOKEN);
    area.fit(2 + LABEL_COLUMNS, 1, area.width(), token, Style.PLAIN);
    area.put(2, 2, "-", Style.STRONG);
    area.fit(2 + LABEL_COLUMNS, 2, area.width(), "not known here", Style.PLAIN);
    area.put(2, 3, "lag", Style.STRONG);
    area.fit(
        2 + LABEL_COLUMNS, 3, area.width(), "packets that it has not received yet", Style.PLAIN);
  }
}
