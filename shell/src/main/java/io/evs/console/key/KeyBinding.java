package io.evs.console.key;

import com.googlecode.lanterna.input.KeyStroke;
import io.evs.console.model.ConsoleModel;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One line of the key table.
 *
 * @param keys the keys that do it
 * @param label their names
 * @param brief one word for the last line; empty if it is not shown there
 * @param help what they do
 * @param scope where they do
 * @param action what they do
 */
public record KeyBinding(
    List<KeyStroke> keys,
    String label,
    String brief,
    String help,
    Scope scope,
    Consumer<ConsoleModel> action) {
  /** Where a key does something. */
  enum Scope {
    /** Everywhere. */
    ALL(""),
    /** Where the time of the source can be controlled. */
    SIMULATION(" (simulation)"),
    /** In the tour, where it stands for nothing else. */
    TOUR(" (tour)");

    private final String note;

    Scope(String note) {
      this.note = note;
    }

    /** What is written behind the help. */
    String note() {
      return note;
    }
  }

  public boolean matches(KeyStroke stroke) {
    for (KeyStroke key : keys) {
      if (key.getKeyType() == stroke.getKeyType()
          && Objects.equals(key.getCharacter(), stroke.getCharacter())
          && key.isCtrlDown() == stroke.isCtrlDown()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it does anything with that source. */
  public boolean applies(ConsoleModel model) {
    return switch (scope) {
      case ALL -> true;
      case SIMULATION -> model.playback().isPresent();
      case TOUR -> model.tour().isPresent();
    };
  }
}
