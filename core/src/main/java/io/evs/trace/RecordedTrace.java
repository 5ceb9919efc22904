package io.evs.trace;

/**
 * What a reader tells about one process: the events, and what a recording may lack or break.
 *
 * <p>A recorded event need not have all fields of the {@link TraceSink} methods. Before an event
 * the reader says by {@link #present} which ones are real; arguments of the others are meaningless.
 */
public interface RecordedTrace extends TraceSink {
  /** The event has a time. */
  int TIME = 1;

  /** The event has a ring sequence number. */
  int SEQUENCE = 2;

  /** The event has a content hash. */
  int HASH = 4;

  /** The regular configuration is marked as primary. */
  int PRIMARY = 8;

  /** Says which optional fields the next events have, until said otherwise. */
  void present(int fields);

  /** A configuration event whose ring id cannot be read (property C4). */
  void unreadableRing(String text);

  /** An event this version does not know, or one for people only; ignored but counted. */
  void ignored();

  /**
   * A line was cut here.
   *
   * @param last true if nothing follows it, so that the rest of this process's life is unknown;
   *     false if a new incarnation begins at once (the process was killed within a write)
   */
  void torn(boolean last);

  /** The process could not write on and lived on: the rest of this incarnation is unknown. */
  void cut();
}
