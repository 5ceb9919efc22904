package io.evs.console;

/**
 * Something that happened.
 *
 * @param time when, for people, in the source's own time
 * @param kind what it is about
 * @param text one line
 */
public record RingEvent(String time, Kind kind, String text) {
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
