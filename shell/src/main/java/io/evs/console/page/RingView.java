package io.evs.console.page;

import io.evs.NodeId;
import io.evs.console.drawing.Area;
import io.evs.console.drawing.Style;
import io.evs.console.model.ConsoleModel;
import io.evs.console.source.RingFigures;
import io.evs.console.source.TokenFigures;
import io.evs.console.words.ShortNumbers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Members in ring order with the token among them, and the token's figures. */
final class RingView {
  private RingView() {}

  static void draw(ConsoleModel model, Area area) {
    List<RingFigures> rings = model.snapshot().rings();
    int lines = area.height() - 1;
    for (int i = 0; i < Math.min(lines, rings.size()); i++) {
      boolean last = i == lines - 1 && rings.size() > lines;
      if (last) {
        String more = (rings.size() - i) + " more rings " + area.glyphs().dots();
        area.put(2, i, more, Style.PLAIN);
      } else {
        line(rings.get(i), rings.size() > 1, area.rows(i, 1));
      }
    }
    if (rings.isEmpty()) {
      area.put(2, 0, "no ring yet", Style.WARNING);
    }
    token(model.snapshot().token(), area.rows(lines, 1));
  }

  private static void line(RingFigures ring, boolean named, Area area) {
    int x = named ? area.put(2, 0, ring.name(), Style.LABEL) + 2 : 2;
    List<NodeId> members = ring.members();
    int cell = area.glyphs().arrow().length() + 2;
    List<String> labels = ring.labels();
    int widest = labels.stream().mapToInt(area::columnsOf).max().orElse(1);
    int fits = Math.max(1, (area.width() - x - 8) / (cell + widest));
    int at = ring.token().map(members::indexOf).orElse(0);
    int from = members.size() <= fits ? 0 : Math.max(0, at - fits / 2);
    from = Math.min(from, Math.max(0, members.size() - fits));
    int to = Math.min(members.size(), from + fits);
    if (from > 0) {
      x = area.put(x, 0, area.glyphs().dots() + " ", Style.LABEL);
    }
    for (int i = from; i < to; i++) {
      boolean token = ring.token().equals(Optional.of(members.get(i)));
      String sign = token ? area.glyphs().token() : " ";
      x = area.put(x, 0, sign, Style.TOKEN);
      x = area.put(x, 0, labels.get(i), token ? Style.TOKEN : Style.STRONG);
      x = area.put(x, 0, area.glyphs().arrow(), Style.LABEL);
    }
    // From the last one it goes to the first again.
    area.put(x, 0, to < members.size() ? area.glyphs().dots() : first(labels), Style.LABEL);
  }

  private static String first(List<String> labels) {
    return "(" + labels.get(0) + ")";
  }

  private static void token(TokenFigures token, Area area) {
    int x = 2;
    if (token.seq().isPresent()) {
      x = area.put(x, 0, "seq ", Style.LABEL);
      x = area.put(x, 0, ShortNumbers.plain(token.seq()), Style.PLAIN) + 2;
      x = area.put(x, 0, "aru ", Style.LABEL);
      x = area.put(x, 0, ShortNumbers.plain(token.aru()), Style.PLAIN) + 2;
    }
    x = area.put(x, 0, "retransmission list ", Style.LABEL);
    Optional<List<Long>> requests = token.requests();
    String text =
        requests.isEmpty()
            ? "-"
            : requests.get().isEmpty()
                ? "empty"
                : requests.get().size()
                    + ": "
                    + requests.get().stream().map(String::valueOf).collect(Collectors.joining(" "));
    boolean missing = requests.isPresent() && !requests.get().isEmpty();
    area.fit(x, 0, area.width() - x - 1, text, missing ? Style.WARNING : Style.PLAIN);
  }
}
