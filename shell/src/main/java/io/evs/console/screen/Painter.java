package io.evs.console.screen;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.screen.Screen;
import io.evs.console.drawing.Cells;
import io.evs.console.drawing.Style;
import io.evs.console.drawing.TextGrid;
import java.util.EnumMap;
import java.util.Map;

/**
 * Brings a picture to a screen. The colours are told apart by people who do not see red and green
 * as others do, and nothing is told by colour alone.
 */
final class Painter {
  private record Look(TextColor front, TextColor back, SGR... more) {}

  private final Map<Style, Look> looks = new EnumMap<>(Style.class);

  Painter(boolean color) {
    TextColor plain = TextColor.ANSI.DEFAULT;
    looks.put(Style.PLAIN, new Look(plain, plain));
    looks.put(Style.LABEL, new Look(color ? TextColor.ANSI.CYAN : plain, plain));
    looks.put(Style.STRONG, new Look(plain, plain, SGR.BOLD));
    looks.put(Style.BAR, new Look(plain, plain, SGR.REVERSE));
    looks.put(Style.TOKEN, new Look(color ? TextColor.ANSI.YELLOW : plain, plain, SGR.BOLD));
    looks.put(Style.CHART, new Look(color ? TextColor.ANSI.BLUE_BRIGHT : plain, plain));
    looks.put(Style.GOOD, new Look(color ? TextColor.ANSI.GREEN : plain, plain, SGR.BOLD));
    looks.put(Style.BAD, new Look(color ? TextColor.ANSI.RED_BRIGHT : plain, plain, SGR.BOLD));
    looks.put(
        Style.WARNING, new Look(color ? TextColor.ANSI.YELLOW_BRIGHT : plain, plain, SGR.BOLD));
  }

  void paint(TextGrid grid, Screen screen) {
    for (int y = 0; y < grid.height(); y++) {
      for (int x = 0; x < grid.width(); x++) {
        String cell = grid.cellAt(x, y);
        if (!cell.equals(Cells.COVERED)) {
          Look look = looks.get(grid.styleAt(x, y));
          screen.setCharacter(
              x, y, TextCharacter.fromString(cell, look.front(), look.back(), look.more())[0]);
        }
      }
    }
  }
}
