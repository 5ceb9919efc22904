package io.evs.console.source;

import io.evs.NodeId;

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

  /** Kills a process. */
  void crash(NodeId process);

  /** Starts a process that is down. */
  void restart(NodeId process);

  /** Lets nothing pass between a process and all others. */
  void cutOff(NodeId process);

  /** Lets a process stand still, or one that does go on. */
  void pauseProcess(NodeId process);

  /** Makes the network whole, and lets all processes go on that stand still. */
  void heal();
}
