package io.evs.console.model;

import java.util.Locale;

/** What the console can show. */
public enum Page {
  RING,
  MEMBERS,
  GROUPS,
  EVENTS,
  CHARTS;

  /** As shown in the first line. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Page step(int by) {
    return values()[Math.floorMod(ordinal() + by, values().length)];
  }
}
