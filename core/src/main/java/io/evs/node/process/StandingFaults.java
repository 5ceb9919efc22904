package io.evs.node.process;

import io.evs.text.Spans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong and stays so until somebody mends it, with how long it is so already: a status has
 * it as long as it lasts. There are few kinds of it. Any thread.
 */
public final class StandingFaults {
  private record Fault(String text, Moment since) {}

  private final Map<String, Fault> faults = new LinkedHashMap<>();

  /**
   * Something is wrong, perhaps still.
   *
   * @param kind what is of one kind lasts from the first time on
   * @param text what it is, for people; that of the last time counts
   */
  public synchronized void stands(String kind, String text, Moment now) {
    Fault before = faults.get(kind);
    faults.put(kind, new Fault(text, before == null ? now : before.since()));
  }

  /** It is over, if it was so. */
  public synchronized void over(String kind) {
    faults.remove(kind);
  }

  /** A sentence for each that lasts. */
  public synchronized List<String> sentences(Moment now) {
    List<String> sentences = new ArrayList<>();
    for (Fault each : faults.values()) {
      sentences.add(
          each.text() + " (for " + Spans.of(now.nanos() - each.since().nanos()) + " already)");
    }
    return sentences;
  }
}
