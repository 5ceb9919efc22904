package io.evs.console.page;

import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.key.KeyTable;
import io.evs.console.model.ConsoleModel;
import java.util.ArrayList;
import java.util.List;

/** The key table, and what the signs mean. */
final class HelpView {
  private static final int KEY_COLUMNS = 39;
  private static final int SIGN_COLUMNS = 70;

  private HelpView() {}

  static void draw(ConsoleModel model, Area area) {
    List<TextView.Field> keys = new ArrayList<>();
    KeyTable.ALL.stream()
        .filter(binding -> binding.applies(model))
        .forEach(key -> keys.add(new TextView.Field(key.label(), Style.STRONG, key.help())));
    new TextView(area)
        .title("keys")
        .narrow(keys, KEY_COLUMNS)
        .title("signs")
        .narrow(signs(model, area), SIGN_COLUMNS)
        .draw(model.view().scroll());
  }

  private static List<TextView.Field> signs(ConsoleModel model, Area area) {
    String token =
        model.playback().isPresent()
            ? "the member that the token was sent to last"
            : "the token, slowed down: moves while tokens are counted";
    return List.of(
        new TextView.Field(area.glyphs().token(), Style.TOKEN, token),
        new TextView.Field("-", Style.STRONG, "not known here"),
        new TextView.Field("lag", Style.STRONG, "packets that it has not received yet"));
  }
}
