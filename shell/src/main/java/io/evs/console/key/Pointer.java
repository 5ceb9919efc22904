package io.evs.console.key;

import com.googlecode.lanterna.input.MouseAction;
import com.googlecode.lanterna.input.MouseActionType;
import io.evs.console.drawing.Target;
import io.evs.console.drawing.TextGrid;
import io.evs.console.model.Clickable;
import io.evs.console.model.ConsoleModel;
import java.util.Optional;

/** What the mouse does. */
public final class Pointer {
  private static final int WHEEL_LINES = 3;

  private Pointer() {}

  /** Does what was clicked for, or scrolls; false if it stands for nothing. */
  public static boolean act(ConsoleModel model, TextGrid shown, MouseAction action) {
    if (action.getActionType() == MouseActionType.SCROLL_UP) {
      model.move(-WHEEL_LINES);
      return true;
    } else if (action.getActionType() == MouseActionType.SCROLL_DOWN) {
      model.move(WHEEL_LINES);
      return true;
    } else if (action.getActionType() != MouseActionType.CLICK_DOWN || action.getButton() != 1) {
      return false;
    }
    Optional<Target> target =
        shown.targetAt(action.getPosition().getColumn(), action.getPosition().getRow());
    if (target.isPresent() && target.get() instanceof Clickable.Tab tab) {
      model.view().page(tab.page());
    } else if (target.isPresent() && target.get() instanceof Clickable.Line line) {
      model.click(line.list(), line.key());
    }
    return target.isPresent();
  }
}
