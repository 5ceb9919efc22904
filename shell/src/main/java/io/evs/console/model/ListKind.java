package io.evs.console.model;

import java.util.Locale;
import java.util.Optional;

/** The lists that there are. */
public enum ListKind {
  MEMBERS,
  GROUPS,
  EVENTS;

  /** What is in it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that a page lets select in. */
  static Optional<ListKind> of(Page page) {
    return switch (page) {
      case RING, MEMBERS -> Optional.of(MEMBERS);
      case GROUPS -> Optional.of(GROUPS);
      case EVENTS -> Optional.of(EVENTS);
      case CHARTS -> Optional.empty();
    };
  }
}
