package io.evs.console;

import com.googlecode.lanterna.input.KeyStroke;
import java.util.List;
import java.util.function.Consumer;

/**
 * One line of the key table.
 *
 * @param keys the keys that do it
 * @param label their names
 * @param brief one word for the last line; empty if it is not shown there
 * @param help what they do
 * @param simulationOnly whether that needs a source whose time can be controlled
 * @param action what they do
 */
record KeyBinding(
    List<KeyStroke> keys,
    String label,
    String brief,
    String help,
    boolean simulationOnly,
    Consumer<ConsoleModel> action) {

  boolean matches(KeyStroke stroke) {
    for (KeyStroke key : keys) {
      if (key.getKeyType() == stroke.getKeyType()
          && java.util.Objects.equals(key.getCharacter(), stroke.getCharacter())
          && key.isCtrlDown() == stroke.isCtrlDown()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it does anything with that source. */
  boolean applies(ConsoleModel model) {
    return !simulationOnly || model.playback().isPresent();
  }
}
