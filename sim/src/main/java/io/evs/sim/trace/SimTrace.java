package io.evs.sim.trace;

import io.evs.RingId;
import io.evs.trace.TraceSink;
import java.util.function.LongSupplier;

/**
 * One process's trace: stamps events with virtual time (a member knows only its own clock, which
 * may run wrong), passes them to the checker and to the writer, and can be cut within a step, as a
 * crash cuts a log.
 */
public final class SimTrace implements TraceSink {
  private final LongSupplier nowMicros;
  private final TraceSink checker;
  private final TraceSink writer;
  private boolean live;
  private int linesLeft = Integer.MAX_VALUE;
  private long lines;

  public SimTrace(LongSupplier nowMicros, TraceSink checker, TraceSink writer) {
    this.nowMicros = nowMicros;
    this.checker = checker;
    this.writer = writer;
  }

  /** Lets only so many more lines through until {@link #uncut}. */
  public void cutAfter(int count) {
    linesLeft = count;
  }

  void uncut() {
    linesLeft = Integer.MAX_VALUE;
  }

  /** Lines recorded. */
  long lines() {
    return lines;
  }

  private boolean pass() {
    if (!live || linesLeft == 0) {
      return false;
    }
    if (linesLeft != Integer.MAX_VALUE) {
      linesLeft--;
    }
    lines++;
    return true;
  }

  @Override
  public void start(long ignored, long incarnation) {
    if (!live) {
      live = true;
      long t = nowMicros.getAsLong();
      checker.start(t, incarnation);
      writer.start(t, incarnation);
    }
  }

  @Override
  public void regular(long ignored, RingId ring, int[] members) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.regular(t, ring, members);
      writer.regular(t, ring, members);
    }
  }

  @Override
  public void transitional(long ignored, RingId left, RingId next, int[] members) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.transitional(t, left, next, members);
      writer.transitional(t, left, next, members);
    }
  }

  @Override
  public void primary(long ignored, RingId ring, boolean primary) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.primary(t, ring, primary);
      writer.primary(t, ring, primary);
    }
  }

  @Override
  public void submit(long ignored, long n, boolean safe, long hash) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.submit(t, n, safe, hash);
      writer.submit(t, n, safe, hash);
    }
  }

  @Override
  public void send(long ignored, long n, RingId ring, int sequence, boolean safe, long hash) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.send(t, n, ring, sequence, safe, hash);
      writer.send(t, n, ring, sequence, safe, hash);
    }
  }

  @Override
  public void deliver(
      long ignored,
      int sender,
      long senderIncarnation,
      long n,
      RingId ring,
      int sequence,
      boolean safe,
      long hash) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.deliver(t, sender, senderIncarnation, n, ring, sequence, safe, hash);
      writer.deliver(t, sender, senderIncarnation, n, ring, sequence, safe, hash);
    }
  }

  @Override
  public void crash(long ignored) {
    uncut();
    if (live) {
      live = false;
      long t = nowMicros.getAsLong();
      checker.crash(t);
      writer.crash(t);
    }
  }

  @Override
  public void stop(long ignored) {
    uncut();
    if (live) {
      live = false;
      long t = nowMicros.getAsLong();
      checker.stop(t);
      writer.stop(t);
    }
  }

  @Override
  public void end(long ignored) {
    uncut();
    if (live) {
      live = false;
      long t = nowMicros.getAsLong();
      checker.end(t);
      writer.end(t);
    }
  }

  @Override
  public void note(long ignored, String text) {
    if (pass()) {
      long t = nowMicros.getAsLong();
      checker.note(t, text);
      writer.note(t, text);
    }
  }
}
