package io.evs.console.source;

import io.evs.NodeId;

/** Something of which everything that is known can be shown. */
public sealed interface Subject {
  /** What people call it. */
  String title();

  /**
   * A processor.
   *
   * @param id its node id
   * @param title what people call it
   */
  record Member(NodeId id, String title) implements Subject {}

  /**
   * A group.
   *
   * @param title its name
   */
  record OfGroup(String title) implements Subject {}

  /**
   * An event.
   *
   * @param number which one
   * @param event what it was
   */
  record Happened(long number, RingEvent event) implements Subject {
    @Override
    public String title() {
      return event.time();
    }
  }
}
