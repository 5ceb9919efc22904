package io.evs.history;

import io.evs.node.flow.Pace;
import io.evs.text.PlainText;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a node tells of its life: a line of the log, and an event in its history. Both are bounded
 * in rate, so that a ring that re-forms for ever fills neither; of what is left out the last is
 * told when there is room again, with the number of the others. Any thread.
 */
public final class Journal {
  private static final int BURST = 60;
  private static final int TEXT_MAX = 1000;

  private final Consumer<String> log;
  private final EventHistory history;
  private final Pace pace = new Pace(1, BURST);
  private Optional<NodeEvent> waiting = Optional.empty();
  private long leftOut;

  /**
   * Tells of a node.
   *
   * @param log takes lines, bounded in rate
   */
  public Journal(EventHistory history, Consumer<String> log) {
    this.history = history;
    this.log = log;
  }

  /** What was told. */
  public EventHistory history() {
    return history;
  }

  /** Tells something at level info, and remembers it. */
  public void tell(String event, String text) {
    log.accept(text);
    record(event, text);
  }

  /** Tells a change of the members. */
  public void tell(Instant at, String text, NodeEvent.Change change) {
    log.accept(text);
    add(new NodeEvent(at, NodeEvent.MEMBERSHIP, text, Optional.of(change)));
  }

  /** Remembers what the log has in another way. */
  public void record(String event, String text) {
    String bounded = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text;
    add(NodeEvent.of(event, PlainText.of(bounded)));
  }

  private synchronized void add(NodeEvent event) {
    if (pace.take(System.nanoTime())) {
      history.add(complete(event));
    } else {
      leftOut += waiting.isPresent() ? 1 : 0;
      waiting = Optional.of(event);
    }
  }

  private NodeEvent complete(NodeEvent event) {
    long before = leftOut + (waiting.isPresent() ? 1 : 0);
    leftOut = 0;
    waiting = Optional.empty();
    return before == 0
        ? event
        : new NodeEvent(
            event.at(),
            event.event(),
            event.text() + " (" + before + " events before it are left out)",
            event.change());
  }

  /** To be called now and then: what waited longest is not kept back for ever. */
  public synchronized void settle() {
    if (waiting.isPresent() && pace.take(System.nanoTime())) {
      NodeEvent event = waiting.get();
      waiting = Optional.empty();
      history.add(complete(event));
    }
  }
}
