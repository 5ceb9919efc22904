package io.evs.console;

import java.util.Locale;

/** What the console can show. */
enum Page {
  RING,
  MEMBER,
  GROUPS,
  EVENTS;

  /** As shown in the first line. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  Page step(int by) {
    return values()[Math.floorMod(ordinal() + by, values().length)];
  }
}
