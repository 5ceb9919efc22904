package io.evs.console.key;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import io.evs.NodeId;
import io.evs.console.model.ConsoleModel;
import io.evs.console.model.Overlay;
import io.evs.console.model.Page;
import io.evs.console.source.Playback;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * All keys: the only place that says which key does what; help, last line and docs are made of it.
 */
public final class KeyTable {
  public static final List<KeyBinding> ALL = all();

  /** Further than any list is long. */
  private static final int FAR = 1 << 20;

  private KeyTable() {}

  private static List<KeyBinding> all() {
    List<KeyBinding> table = new ArrayList<>();
    tour(table);
    table.add(live("q", "quit", "leave the console", ConsoleModel::requestQuit, c('q'), c('Q')));
    table.add(
        live(
            "? h F1",
            "keys",
            "show or hide this table",
            model -> model.view().toggle(Overlay.HELP),
            c('?'),
            c('h'),
            new KeyStroke(KeyType.F1)));
    table.add(
        live(
            "a",
            "alarms",
            "all that is wrong, in full",
            model -> model.view().toggle(Overlay.ALARMS),
            c('a')));
    for (Page page : Page.values()) {
      char digit = (char) ('1' + page.ordinal());
      table.add(
          live(
              String.valueOf(digit),
              "",
              "the page " + page.title(),
              model -> model.view().page(page),
              c(digit)));
    }
    table.add(
        live(
            "tab",
            "",
            "the next page",
            model -> model.view().page(model.page().step(1)),
            new KeyStroke(KeyType.Tab)));
    table.add(
        live(
            "shift-tab",
            "",
            "the page before",
            model -> model.view().page(model.page().step(-1)),
            new KeyStroke(KeyType.ReverseTab)));
    lists(table);
    table.add(live("m", "", "messages in events, or not", ConsoleModel::toggleMessages, c('m')));
    table.add(live("M", "", "mouse on, or off", ConsoleModel::toggleMouse, c('M')));
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

  private static void lists(List<KeyBinding> table) {
    table.add(move("up k", "line before, scroll up", model -> -1, KeyType.ArrowUp, 'k'));
    table.add(move("down j", "next line, scroll down", model -> 1, KeyType.ArrowDown, 'j'));
    table.add(move("pgup", "a screenful up", model -> -model.view().screenful(), KeyType.PageUp));
    table.add(
        move("pgdn", "a screenful down", model -> model.view().screenful(), KeyType.PageDown));
    table.add(move("home g", "to the first", model -> -FAR, KeyType.Home, 'g'));
    table.add(move("end G", "to the last", model -> FAR, KeyType.End, 'G'));
    table.add(
        live(
            "enter",
            "open",
            "all about what is selected",
            ConsoleModel::open,
            new KeyStroke(KeyType.Enter)));
    table.add(
        live(
            "esc",
            "",
            "back, or all lines again",
            ConsoleModel::back,
            new KeyStroke(KeyType.Escape)));
    table.add(live("/", "filter", "only lines with a text", ConsoleModel::startFilter, c('/')));
    table.add(live("o", "", "sort by the next column", ConsoleModel::sortByNext, c('o')));
    table.add(live("O", "", "the other way round", ConsoleModel::reverseOrder, c('O')));
  }

  /** First, since some of these keys stand for something else outside the tour. */
  private static void tour(List<KeyBinding> table) {
    KeyStroke enter = new KeyStroke(KeyType.Enter);
    table.add(
        new KeyBinding(
            List.of(enter, c('n')),
            "enter n",
            "next scene",
            "the next scene",
            KeyBinding.Scope.TOUR,
            model -> model.scene(1)));
    table.add(
        new KeyBinding(
            List.of(c('p')),
            "p",
            "scene before",
            "the scene before",
            KeyBinding.Scope.TOUR,
            model -> model.scene(-1)));
  }

  private static void faults(List<KeyBinding> table) {
    table.add(fault("C", "kill the selected process", Playback::crash));
    table.add(fault("R", "start it again", Playback::restart));
    table.add(fault("X", "cut it off the others", Playback::cutOff));
    table.add(fault("P", "stop it, or let it go on", Playback::pauseProcess));
    table.add(control("H", "", "heal: nothing cut or still", Playback::heal, 'H'));
  }

  private static KeyBinding fault(String key, String help, BiConsumer<Playback, NodeId> action) {
    return new KeyBinding(
        List.of(c(key.charAt(0))),
        key,
        "",
        help,
        KeyBinding.Scope.SIMULATION,
        model ->
            model
                .playback()
                .ifPresent(
                    playback ->
                        model.selectedMember().ifPresent(id -> action.accept(playback, id))));
  }

  private static void simulation(List<KeyBinding> table) {
    table.add(control("s", "step", "one event, then stop", Playback::step, 's'));
    table.add(control("n", "next", "to the next change", Playback::skip, 'n'));
    table.add(control("+", "faster", "faster", Playback::faster, '+', '='));
    table.add(control("-", "slower", "slower", Playback::slower, '-'));
    faults(table);
  }

  private static KeyStroke c(char character) {
    return new KeyStroke(character, /* ctrlDown= */ false, /* altDown= */ false);
  }

  private static KeyBinding live(
      String label, String brief, String help, Consumer<ConsoleModel> action, KeyStroke... keys) {
    return new KeyBinding(List.of(keys), label, brief, help, KeyBinding.Scope.ALL, action);
  }

  private static KeyBinding move(
      String label, String help, ToIntFunction<ConsoleModel> by, KeyType key, Character... more) {
    List<KeyStroke> keys = new ArrayList<>(List.of(new KeyStroke(key)));
    List.of(more).forEach(letter -> keys.add(c(letter)));
    return live(
        label, "", help, model -> model.move(by.applyAsInt(model)), keys.toArray(KeyStroke[]::new));
  }

  private static KeyBinding control(
      String label, String brief, String help, Consumer<Playback> action, Character... keys) {
    return new KeyBinding(
        List.of(keys).stream().map(KeyTable::c).toList(),
        label,
        brief,
        help,
        KeyBinding.Scope.SIMULATION,
        model -> model.playback().ifPresent(action));
  }

  /** The table as text. */
  public static List<String> lines() {
    return ALL.stream()
        .map(each -> String.format("%-10s %s", each.label(), each.help()) + each.scope().note())
        .toList();
  }

  /** The table for the documentation. */
  public static String markdown() {
    StringBuilder text = new StringBuilder("| key | does |\n|---|---|\n");
    for (KeyBinding binding : ALL) {
      text.append("| `").append(binding.label().replace(" ", "` `")).append("` | ");
      text.append(binding.help());
      text.append(binding.scope().note()).append(" |\n");
    }
    return text.toString();
  }

  /** Does what the key stands for; false if it stands for nothing. */
  public static boolean press(ConsoleModel model, KeyStroke stroke) {
    if (FilterKeys.press(model, stroke)) {
      return true;
    }
    for (KeyBinding binding : ALL) {
      if (binding.matches(stroke) && binding.applies(model)) {
        binding.action().accept(model);
        return true;
      }
    }
    return false;
  }
}
