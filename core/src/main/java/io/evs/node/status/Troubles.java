package io.evs.node.status;

import io.evs.history.Journal;
import io.evs.node.process.Moment;
import io.evs.node.process.RateLog;
import io.evs.text.Spans;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What goes wrong again and again. The journal gets it once when it begins, and once when it has
 * been quiet for ten minutes; until then a status has it. The log is not its business ({@link
 * RateLog}). Bounded. Loop thread only.
 */
final class Troubles {
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int KINDS_MAX = 64;

  /** One kind of it, since it began. */
  private static final class Trouble {
    final String event;
    final Moment since;
    String text;
    Moment last;
    long count;

    Trouble(String event, Moment since) {
      this.event = event;
      this.since = since;
    }
  }

  private final Journal journal;
  private final Map<String, Trouble> troubles = new LinkedHashMap<>();

  Troubles(Journal journal) {
    this.journal = journal;
  }

  /**
   * Something went wrong.
   *
   * @param key what is of one kind
   * @param event the kind, as the journal tells it
   * @param text what it is, for people; that of the last time counts
   * @param times how often
   */
  void happened(Moment now, String key, String event, String text, long times) {
    Trouble trouble = troubles.get(key);
    if (trouble == null) {
      if (troubles.size() >= KINDS_MAX) {
        return;
      }
      trouble = new Trouble(event, now);
      troubles.put(key, trouble);
      journal.record(event, text);
    }
    trouble.text = text;
    trouble.last = now;
    trouble.count += times;
  }

  /** Ends what has been quiet for long enough. */
  void endQuiet(Moment now) {
    Iterator<Trouble> each = troubles.values().iterator();
    while (each.hasNext()) {
      Trouble trouble = each.next();
      if (now.nanos() - trouble.last.nanos() > QUIET_NANOS) {
        each.remove();
        journal.record(trouble.event, "over: " + trouble.text + times(trouble, trouble.last));
      }
    }
  }

  /** A sentence for each that is not over. */
  List<String> sentences(Moment now) {
    List<String> sentences = new ArrayList<>();
    for (Trouble each : troubles.values()) {
      String ago = Spans.of(now.nanos() - each.last.nanos()) + " ago";
      sentences.add(
          each.text + (each.count == 1 ? ": " + ago : times(each, now) + ", the last " + ago));
    }
    return sentences;
  }

  private static String times(Trouble trouble, Moment until) {
    return trouble.count == 1
        ? ""
        : ": " + trouble.count + " times in " + Spans.of(until.nanos() - trouble.since.nanos());
  }
}
