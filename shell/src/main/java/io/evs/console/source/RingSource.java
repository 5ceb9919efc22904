package io.evs.console.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the console looks: a live ring or a simulated one. All methods are called from one thread
 * and answer at once, with what is known.
 */
public interface RingSource extends AutoCloseable {
  /** What is known now. */
  RingSnapshot snapshot();

  /** What has happened since the last call, oldest first. */
  List<RingEvent> takeEvents();

  /**
   * Everything that is known of a member, group or event. What must be asked for first is asked in
   * the background at the first call, and is there at a later one.
   */
  default List<Section> describe(Subject subject) {
    return List.of();
  }

  /** So much real time has passed. */
  default void elapse(Duration real) {}

  /** How to control its time; empty if it is real time. */
  default Optional<Playback> playback() {
    return Optional.empty();
  }

  /** The guided tour that it shows; empty if it shows none. */
  default Optional<Tour> tour() {
    return Optional.empty();
  }

  @Override
  void close();
}
