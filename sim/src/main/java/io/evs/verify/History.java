package io.evs.verify;

import io.evs.RingId;
import io.evs.verify.report.ViolationCollector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything read so far, shared by the rules. */
final class History {
  final Checker.Options options;
  final ViolationCollector findings = new ViolationCollector();
  final Messages messages = new Messages();
  private final Map<RingId, RingRecord> ringById = new HashMap<>();
  private final List<RingRecord> rings = new ArrayList<>();
  private final Map<Long, ProcessLog> processes = new TreeMap<>();

  History(Checker.Options options) {
    this.options = options;
  }

  /** The log of a process, begun if there is none. */
  ProcessLog log(int process) {
    return processes.computeIfAbsent(
        Integer.toUnsignedLong(process), id -> new ProcessLog(this, process));
  }

  boolean hasLog(int process) {
    return processes.containsKey(Integer.toUnsignedLong(process));
  }

  /** All logs by ascending process id. */
  Iterable<ProcessLog> logs() {
    return processes.values();
  }

  int logCount() {
    return processes.size();
  }

  /** The record of a ring, made if there is none. */
  RingRecord ring(RingId id) {
    RingRecord ring = ringById.get(id);
    if (ring == null) {
      ring = new RingRecord(id, rings.size());
      rings.add(ring);
      ringById.put(id, ring);
    }
    return ring;
  }

  RingRecord ring(int index) {
    return rings.get(index);
  }

  /** Rings that some process installed, by ascending id. */
  List<RingRecord> installedRings() {
    return rings.stream()
        .filter(ring -> ring.installed)
        .sorted(Comparator.comparing((RingRecord ring) -> ring.id))
        .toList();
  }

  /**
   * The message the same sender sent just before this one in the same ring, or -1. A message that
   * was only submitted counts for the ring it was delivered in.
   */
  long predecessor(long message, RingRecord ring) {
    MessageTable table = messages.tableOf(message);
    int n = table.previousInUse(MessageTable.numberOf(message));
    while (n > 0) {
      int boundTo = ringOf(table, n);
      if (boundTo == ring.index) {
        return table.handle(n);
      }
      if (boundTo >= 0) {
        return -1;
      }
      n = table.previousInUse(n);
    }
    return -1;
  }

  /** Index of the ring a message belongs to, or -1 if that is not known. */
  int ringOf(MessageTable table, int n) {
    return table.has(n, MessageTable.SENT) ? table.sendRing(n) : table.deliveryRing(n);
  }

  static String name(int process) {
    return "process " + Integer.toUnsignedString(process);
  }

  /** Members as in {@code {1,2,3}}. */
  static String set(int[] members) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < members.length; i++) {
      text.append(i > 0 ? "," : "").append(Integer.toUnsignedString(members[i]));
    }
    return text.append('}').toString();
  }

  /** The surroundings of one place of a sequence. */
  String excerpt(LongList sequence, int place) {
    int from = Math.max(0, place - 3);
    int to = Math.min(sequence.size(), place + 4);
    StringBuilder text = new StringBuilder(from > 0 ? "... " : "");
    for (int i = from; i < to; i++) {
      String brief = messages.brief(sequence.get(i));
      text.append(i > from ? " " : "").append(i == place ? "[" + brief + "]" : brief);
    }
    if (place >= sequence.size()) {
      text.append(text.length() > 0 ? " [nothing]" : "[nothing]");
    }
    return text.append(to < sequence.size() ? " ..." : "").toString();
  }
}
