package io.evs.trace;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.util.Arrays;

/** Cuts a stream into lines without copying them: a line is a range of {@link #bytes()}. */
final class LineInput {
  private static final int INITIAL_BYTES = 1 << 18;
  private static final int LONGEST_LINE_BYTES = 1 << 24;

  private final InputStream in;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int lineStart;
  private int lineEnd;
  private int next;
  private int filled;
  private boolean ended;
  private long lineNumber;

  LineInput(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line; false after the last one.
   *
   * @throws IOException if the stream fails or a line is longer than 16 MiB
   */
  boolean advance() throws IOException {
    lineStart = next;
    int scanned = next;
    while (true) {
      for (int i = scanned; i < filled; i++) {
        if (bytes[i] == '\n') {
          lineEnd = i;
          next = i + 1;
          lineNumber++;
          return true;
        }
      }
      scanned = filled - lineStart;
      if (ended || !fill()) {
        ended = true;
        lineEnd = filled;
        next = filled;
        lineNumber++;
        return lineStart < filled;
      }
      scanned += lineStart;
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return lineStart;
  }

  int end() {
    return lineEnd;
  }

  /** Number of the current line, from 1. */
  long number() {
    return lineNumber;
  }

  /** Moves the unfinished line to the front and reads more; false at the end of the stream. */
  private boolean fill() throws IOException {
    int length = filled - lineStart;
    if (lineStart > 0) {
      System.arraycopy(bytes, lineStart, bytes, 0, length);
      lineStart = 0;
      filled = length;
    }
    if (filled == bytes.length) {
      if (bytes.length >= LONGEST_LINE_BYTES) {
        throw new StreamCorruptedException(
            "a line is longer than " + LONGEST_LINE_BYTES + " bytes");
      }
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    int count;
    try {
      count = in.read(bytes, filled, bytes.length - filled);
    } catch (EOFException e) {
      // A compressed file that was cut: what came out so far still counts.
      return false;
    }
    filled += Math.max(count, 0);
    return count > 0;
  }
}
