package io.evs.history;

import io.evs.NodeId;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * The last events of a node, those of its earlier starts among them: at most {@link #EVENTS_MAX},
 * and 1 MiB. They are numbered from 1 in each process. Any thread; only {@link #open} waits for the
 * disk.
 */
public final class EventHistory implements AutoCloseable {
  /** Events that are kept at most. */
  public static final int EVENTS_MAX = 1000;

  private static final long CHARS_MAX = 1 << 20;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Optional<EventFile> file;
  private long chars;
  private long last;

  private EventHistory(Optional<EventFile> file) {
    this.file = file;
  }

  /**
   * Takes over what earlier starts left; that it cannot be read is said, and no more.
   *
   * @param folder where the file is; empty for none
   * @param threads makes the thread that writes
   * @param faults hears what goes wrong
   */
  public static EventHistory open(
      Optional<Path> folder, NodeId node, ThreadFactory threads, FileFaults faults) {
    Optional<EventFile> file = folder.map(where -> new EventFile(where, node, threads, faults));
    EventHistory history = new EventHistory(file);
    try {
      if (file.isPresent()) {
        file.get().read().forEach(history::keep);
      }
    } catch (IOException error) {
      faults.warn("the events of earlier starts cannot be read: " + Causes.of(error));
    }
    return history;
  }

  /** One that nothing is written to the disk of. */
  public static EventHistory inMemory() {
    return new EventHistory(Optional.empty());
  }

  /** Adds an event; it gets to the disk later. */
  public synchronized void add(NodeEvent event) {
    String line = event.line();
    keep(line);
    file.ifPresent(each -> each.append(line));
  }

  private void keep(String line) {
    lines.add(line);
    last++;
    chars += line.length();
    while (lines.size() > EVENTS_MAX || (chars > CHARS_MAX && lines.size() > 1)) {
      chars -= lines.remove().length();
    }
  }

  /**
   * Events as a JSON object: {@code last}, the number of the last one there is, {@code left_out},
   * how many of those asked for are kept no more, and {@code events}.
   *
   * @param after number of the event after which they begin; 0 for the first that is kept
   * @param most the latest of them, at most; 0 or more
   */
  public String page(long after, long most) {
    List<String> kept;
    long end;
    synchronized (this) {
      // Only this much is done while the ring's loop may wait to add one.
      kept = new ArrayList<>(lines);
      end = last;
    }
    long first = end - kept.size() + 1;
    long begin = Math.min(Math.max(after, 0), end) + 1;
    long leftOut = begin == 1 ? 0 : Math.max(0, first - begin);
    long wanted = Math.max(Math.max(first, begin), end - most + 1);
    StringBuilder page = new StringBuilder(256);
    page.append("{\"last\":").append(end).append(",\"left_out\":").append(leftOut);
    page.append(",\"events\":[");
    String between = "";
    for (long number = wanted; number <= end; number++) {
      page.append(between).append(kept.get((int) (number - first)));
      between = ",";
    }
    return page.append("]}").toString();
  }

  /** Waits a second at most for what is to be written. */
  @Override
  public void close() {
    file.ifPresent(EventFile::close);
  }
}
