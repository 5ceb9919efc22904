package io.evs.verify;

import io.evs.RingId;
import io.evs.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes traces of a long legal history, to measure {@code evs verify} with: {@code LargeTraces
 * FOLDER EVENTS}. Four processes, and a change of ring with a tail every thousand messages.
 */
public final class LargeTraces {
  private static final int PROCESSES = 4;
  private static final int MESSAGES_PER_RING = 1000;
  private static final int TAIL = 20;

  private final TraceWriter[] writers = new TraceWriter[PROCESSES];
  private final long[] numbers = new long[PROCESSES];
  private long events;

  private LargeTraces() {}

  /** Runs. */
  public static void main(String[] arguments) throws IOException {
    long events = write(Path.of(arguments[0]), Long.parseLong(arguments[1]));
    System.out.println(events + " events in " + arguments[0]);
  }

  /** Writes at least so many events; returns how many. */
  static long write(Path folder, long wanted) throws IOException {
    Files.createDirectories(folder);
    LargeTraces traces = new LargeTraces();
    int[] members = {1, 2, 3, 4};
    for (int i = 0; i < PROCESSES; i++) {
      Path file = folder.resolve("p" + (i + 1) + ".jsonl");
      traces.writers[i] = TraceWriter.open(file, i + 1, "virtual");
      traces.writers[i].start(0, 1);
    }
    for (long sequence = 4; traces.events < wanted; sequence += 4) {
      traces.ring(new RingId(1, sequence), new RingId(1, sequence + 4), members);
    }
    for (TraceWriter writer : traces.writers) {
      writer.close();
    }
    return traces.events;
  }

  private void ring(RingId ring, RingId next, int[] members) throws IOException {
    for (TraceWriter writer : writers) {
      writer.regular(ring.sequence() * 1000, ring, members);
    }
    for (int seq = 1; seq <= MESSAGES_PER_RING; seq++) {
      message(ring, seq, ring.sequence() * 1000 + seq);
      if (seq == MESSAGES_PER_RING - TAIL) {
        for (TraceWriter writer : writers) {
          writer.transitional(ring.sequence() * 1000 + seq, ring, next, members);
        }
      }
    }
    events += 2 * PROCESSES;
    for (TraceWriter writer : writers) {
      writer.flush();
    }
  }

  private void message(RingId ring, int seq, long micros) {
    int sender = seq % PROCESSES;
    boolean safe = seq % 3 == 0;
    // Numbered before the change, as everything that is delivered in a tail.
    if (seq <= MESSAGES_PER_RING - TAIL) {
      submit(ring, seq, micros, sender, safe);
    }
    if (seq == MESSAGES_PER_RING - TAIL) {
      for (int late = seq + 1; late <= MESSAGES_PER_RING; late++) {
        submit(ring, late, micros, late % PROCESSES, late % 3 == 0);
      }
    }
    long before = (ring.sequence() / 4 - 1) * (MESSAGES_PER_RING / PROCESSES);
    long n = before + (seq + PROCESSES - 1) / PROCESSES;
    deliver(ring, seq, micros, sender, safe, n);
  }

  private void submit(RingId ring, int seq, long micros, int sender, boolean safe) {
    long n = ++numbers[sender];
    writers[sender].submit(micros, n, safe, hash(sender, n));
    writers[sender].send(micros, n, ring, seq, safe, hash(sender, n));
    events += 2;
  }

  private void deliver(RingId ring, int seq, long micros, int sender, boolean safe, long n) {
    for (TraceWriter writer : writers) {
      writer.deliver(micros, sender + 1, 1, n, ring, seq, safe, hash(sender, n));
      events++;
    }
  }

  private static long hash(int sender, long n) {
    return (n * 31 + sender) * 0x9e3779b1L & 0xffffffffL;
  }
}
