package io.evs.console.model;

import io.evs.console.drawing.Target;

/** What can be clicked on. */
public sealed interface Clickable extends Target {
  /** The title of a page. */
  record Tab(Page page) implements Clickable {}

  /** A line of a list. */
  record Line(ListKind list, Object key) implements Clickable {}
}
