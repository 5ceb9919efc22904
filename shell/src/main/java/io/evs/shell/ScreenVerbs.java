package io.evs.shell;

import java.util.List;

/** Verbs for the person at the terminal. */
final class ScreenVerbs {
  private static final String SHOWN = "20";

  private ScreenVerbs() {}

  static void clear(ShellSession session, Arguments arguments) {
    session.screen().clear();
  }

  static void history(ShellSession session, Arguments arguments) {
    String text = arguments.operand(0).orElse(SHOWN);
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw ShellException.usage("history: \"" + text + "\" is not a number of lines");
    }
    List<String> typed = session.screen().typed();
    typed.stream().skip(Math.max(0, typed.size() - Long.parseLong(text))).forEach(session::line);
  }
}
