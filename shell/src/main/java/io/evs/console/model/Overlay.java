package io.evs.console.model;

/** What lies over a page. */
public enum Overlay {
  /** Nothing. */
  NONE,
  /** The keys. */
  HELP,
  /** All that is wrong, in full. */
  ALARMS
}
