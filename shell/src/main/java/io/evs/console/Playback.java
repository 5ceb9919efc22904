package io.evs.console;

/** The controls of a source whose time is its own. */
public interface Playback {
  /** Whether it stands still. */
  boolean isPaused();

  /** Stands still, or goes on. */
  void togglePause();

  /** Stands still behind the next step: the next time that a token, or something else, is sent. */
  void step();

  /** Goes on at once to the next change of a ring or process. */
  void skip();

  /** Takes more of its time in the same real time. */
  void faster();

  /** Takes less of its time. */
  void slower();

  /** How fast it is, for people, such as {@code 1/100}. */
  String speed();

  /** Whether it has come to its end. */
  boolean hasEnded();
}
