package io.evs.shell;

import java.util.List;

/** What a shell has at a terminal, besides lines that it prints. */
interface ShellScreen {
  /** Clears it. */
  void clear();

  /** The lines that were typed, the oldest first. */
  List<String> typed();
}
