package io.evs.trace;

import io.evs.RingId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of JSON lines on their way to a file: numbers and ring ids are written without allocating.
 * Not thread-safe.
 */
final class TraceBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 20;

  private byte[] bytes;
  private int size;

  TraceBuffer(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  TraceBuffer text(byte[] ascii) {
    ensure(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
    return this;
  }

  TraceBuffer number(long value) {
    ensure(LONGEST_NUMBER);
    if (value == Long.MIN_VALUE) {
      return text("-9223372036854775808".getBytes(StandardCharsets.US_ASCII));
    }
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    int digits = 1;
    for (long limit = rest / 10; limit > 0; limit /= 10) {
      digits++;
    }
    for (int at = size + digits - 1; at >= size; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
    return this;
  }

  TraceBuffer unsigned(int value) {
    return number(Integer.toUnsignedLong(value));
  }

  /** A ring id as a JSON string. */
  TraceBuffer ring(RingId ring) {
    return character('"')
        .unsigned(ring.representative())
        .character(':')
        .number(ring.sequence())
        .character('"');
  }

  TraceBuffer processes(int[] ids) {
    character('[');
    for (int i = 0; i < ids.length; i++) {
      if (i > 0) {
        character(',');
      }
      unsigned(ids[i]);
    }
    return character(']');
  }

  TraceBuffer character(char ascii) {
    ensure(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** A JSON string with everything escaped that JSON wants escaped; the rest in UTF-8. */
  TraceBuffer string(String text) {
    character('"');
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (byte b : utf8) {
      ensure(6);
      if (b == '"' || b == '\\') {
        bytes[size++] = '\\';
        bytes[size++] = b;
      } else if (b >= 0 && b < ' ') {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[b >> 4];
        bytes[size++] = HEX[b & 15];
      } else {
        bytes[size++] = b;
      }
    }
    return character('"');
  }

  /** Hands everything over in one write, or does nothing when there is nothing. */
  void drainTo(OutputStream out) throws IOException {
    if (size == 0) {
      return;
    }
    int count = size;
    size = 0;
    out.write(bytes, 0, count);
    out.flush();
  }

  void clear() {
    size = 0;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
