package io.evs.console.key;

import com.googlecode.lanterna.input.KeyStroke;
import io.evs.console.model.ConsoleModel;

/** What keys do while a filter is typed: all that can be typed is part of it. */
final class FilterKeys {
  private FilterKeys() {}

  /** Does what the key stands for; false if no filter is being typed. */
  static boolean press(ConsoleModel model, KeyStroke stroke) {
    if (!model.view().isTyping()) {
      return false;
    }
    String text = model.filter();
    switch (stroke.getKeyType()) {
      case Character -> {
        if (!stroke.isCtrlDown()) {
          model.filter(text + stroke.getCharacter());
        }
      }
      case Backspace ->
          model.filter(
              text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(text.length(), -1)));
      case Enter -> model.view().typing(false);
      case Escape -> {
        model.filter("");
        model.view().typing(false);
      }
      case ArrowUp -> model.move(-1);
      case ArrowDown -> model.move(1);
      case EOF -> {
        return false;
      }
      default -> {}
    }
    return true;
  }
}
