package io.evs.console.source;

import io.evs.RingId;
import java.util.Optional;

/**
 * Something that happened.
 *
 * @param time when, for people, in the source's own time
 * @param kind what it is about
 * @param text one line
 * @param ring the ring that was formed, if it is about a change of rings
 */
public record RingEvent(String time, Kind kind, String text, Optional<RingId> ring) {
  /** An event that is about no change of rings. */
  public RingEvent(String time, Kind kind, String text) {
    this(time, kind, text, Optional.empty());
  }

  /** What an event is about; its name is shown, so that nothing depends on colour. */
  public enum Kind {
    /** A regular configuration. */
    RING,
    /** A transitional configuration, or a member whose state changed. */
    CHANGE,
    /** A group's members. */
    GROUP,
    /** A message. */
    MESSAGE,
    /** A process or the network. */
    FAULT,
    /** About the console itself. */
    NOTE
  }
}
