package io.evs.sim.trace;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Digests the bytes of a trace as they are written, and passes them on to a file if there is one.
 */
final class DigestStream extends OutputStream {
  private static final long PRIME = 0x0000_0100_0000_01b3L;

  private final OutputStream next;
  private long hash = 0xcbf2_9ce4_8422_2325L;

  DigestStream(OutputStream next) {
    this.next = next;
  }

  /** FNV-1a over all bytes so far. */
  long digest() {
    return hash;
  }

  @Override
  public void write(int value) throws IOException {
    hash = (hash ^ (value & 0xff)) * PRIME;
    next.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    long h = hash;
    for (int i = offset; i < offset + length; i++) {
      h = (h ^ (bytes[i] & 0xff)) * PRIME;
    }
    hash = h;
    next.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    next.flush();
  }

  @Override
  public void close() throws IOException {
    next.close();
  }
}
