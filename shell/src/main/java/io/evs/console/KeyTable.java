package io.evs.console;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All keys: the only place that says which key does what; help, last line and docs are made of it.
 */
final class KeyTable {
  private static final int SCREENFUL = 10;

  static final List<KeyBinding> ALL = all();

  private KeyTable() {}

  private static List<KeyBinding> all() {
    List<KeyBinding> table = new ArrayList<>();
    table.add(live("q", "quit", "leave the console", ConsoleModel::requestQuit, c('q'), c('Q')));
    table.add(
        live(
            "? h F1",
            "keys",
            "show or hide this table",
            ConsoleModel::toggleHelp,
            c('?'),
            c('h'),
            new KeyStroke(KeyType.F1)));
    for (Page page : Page.values()) {
      char digit = (char) ('1' + page.ordinal());
      table.add(
          live(
              String.valueOf(digit),
              "",
              "the page " + page.title(),
              model -> model.page(page),
              c(digit)));
    }
    table.add(
        live(
            "tab",
            "page",
            "the next page",
            model -> model.page(model.page().step(1)),
            new KeyStroke(KeyType.Tab)));
    table.add(
        live(
            "shift-tab",
            "",
            "the page before",
            model -> model.page(model.page().step(-1)),
            new KeyStroke(KeyType.ReverseTab)));
    table.add(move("up k", "member before, scroll up", -1, KeyType.ArrowUp, 'k'));
    table.add(move("down j", "next member, scroll down", 1, KeyType.ArrowDown, 'j'));
    table.add(scroll("pgup", "scroll up a screenful", -SCREENFUL, KeyType.PageUp));
    table.add(scroll("pgdn", "scroll down a screenful", SCREENFUL, KeyType.PageDown));
    table.add(live("m", "", "messages in events, or not", ConsoleModel::toggleMessages, c('m')));
    table.add(live("c", "", "clear events and charts", ConsoleModel::clear, c('c')));
    table.add(live("space", "pause", "stop, and go on", ConsoleModel::togglePause, c(' ')));
    simulation(table);
    table.add(
        live(
            "ctrl-l",
            "",
            "redraw the screen",
            ConsoleModel::requestRedraw,
            new KeyStroke('l', /* ctrlDown= */ true, /* altDown= */ false)));
    return List.copyOf(table);
  }

  private static void simulation(List<KeyBinding> table) {
    table.add(control("s", "step", "one event, then stop", Playback::step, 's'));
    table.add(control("n", "next", "to the next change", Playback::skip, 'n'));
    table.add(control("+", "faster", "faster", Playback::faster, '+', '='));
    table.add(control("-", "slower", "slower", Playback::slower, '-'));
  }

  private static KeyStroke c(char character) {
    return new KeyStroke(character, /* ctrlDown= */ false, /* altDown= */ false);
  }

  private static KeyBinding live(
      String label, String brief, String help, Consumer<ConsoleModel> action, KeyStroke... keys) {
    return new KeyBinding(List.of(keys), label, brief, help, /* simulationOnly= */ false, action);
  }

  private static KeyBinding move(String label, String help, int by, KeyType arrow, char letter) {
    return live(label, "", help, model -> model.move(by), new KeyStroke(arrow), c(letter));
  }

  private static KeyBinding scroll(String label, String help, int by, KeyType key) {
    return live(
        label,
        "",
        help,
        // Events are read from their end.
        model -> model.scroll(model.page() == Page.EVENTS ? -by : by),
        new KeyStroke(key));
  }

  private static KeyBinding control(
      String label, String brief, String help, Consumer<Playback> action, Character... keys) {
    return new KeyBinding(
        List.of(keys).stream().map(KeyTable::c).toList(),
        label,
        brief,
        help,
        /* simulationOnly= */ true,
        model -> model.playback().ifPresent(action));
  }

  /** The table as text. */
  static List<String> lines() {
    return ALL.stream()
        .map(
            each ->
                String.format("%-10s %s", each.label(), each.help())
                    + (each.simulationOnly() ? " (simulation)" : ""))
        .toList();
  }

  /** The table for the documentation. */
  static String markdown() {
    StringBuilder text = new StringBuilder("| key | does |\n|---|---|\n");
    for (KeyBinding binding : ALL) {
      text.append("| `").append(binding.label().replace(" ", "` `")).append("` | ");
      text.append(binding.help());
      text.append(binding.simulationOnly() ? " (simulation)" : "").append(" |\n");
    }
    return text.toString();
  }

  /** Does what the key stands for; false if it stands for nothing. */
  static boolean press(ConsoleModel model, KeyStroke stroke) {
    for (KeyBinding binding : ALL) {
      if (binding.matches(stroke) && binding.applies(model)) {
        binding.action().accept(model);
        return true;
      }
    }
    return false;
  }
}
