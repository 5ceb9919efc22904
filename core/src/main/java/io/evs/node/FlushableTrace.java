package io.evs.node;

import io.evs.trace.TraceSink;

/**
 * A trace whose lines reach the disk when the loop says so: once per turn, before that turn's
 * packets and deliveries leave. Used on the loop thread only.
 */
public interface FlushableTrace extends TraceSink, AutoCloseable {
  /** Writes what was recorded since the last flush. */
  void flush();

  /** Flushes and closes the file. */
  @Override
  void close();
}
