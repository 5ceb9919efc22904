package io.evs.ipc.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * What was read of one client and is not served yet: nothing, mostly, and then it costs nothing.
 * Grows by doubling, so that what is kept is at most twice what has come and each byte is copied a
 * few times at most, however small the pieces are that it comes in. Server thread only.
 */
public final class InBuffer {
  private static final int FIRST_BYTES = 4 << 10;

  /** The longest frame: more is not read before that is served. */
  static final int MOST_BYTES = Integer.BYTES + Protocol.CLIENT_FRAME_MAX_BYTES;

  /** Asks for memory before it is taken, and gives it back. */
  public interface Budget {
    /** Whether so many more bytes may be kept. */
    boolean take(long bytes);

    /** So many are not kept any more. */
    void give(long bytes);
  }

  private final Budget budget;
  private ByteBuffer kept;

  public InBuffer(Budget budget) {
    this.budget = budget;
  }

  public boolean isEmpty() {
    return kept == null;
  }

  /**
   * Reads once.
   *
   * @param shared a buffer that all connections use, one after the other
   * @param maxBytes how much to read at most
   * @return what waits to be served now, from its position to its limit, to be handed to {@link
   *     #keep}; null at the end of the stream
   * @throws ProtocolException if there is no memory for more
   */
  public ByteBuffer read(ReadableByteChannel channel, ByteBuffer shared, int maxBytes)
      throws IOException, ProtocolException {
    if (kept == null || kept.remaining() <= shared.capacity() / 2) {
      // The beginning of a frame goes before what follows it: a read takes as much as ever.
      shared.clear();
      if (kept != null) {
        shared.put(kept);
      }
      shared.limit((int) Math.min(shared.capacity(), (long) shared.position() + maxBytes));
      return channel.read(shared) < 0 ? null : shared.flip();
    }
    int start = kept.position();
    int end = kept.limit();
    if (end == kept.capacity()) {
      makeRoom();
      start = 0;
      end = kept.limit();
    }
    kept.limit(Math.min(kept.capacity(), end + maxBytes)).position(end);
    int count = channel.read(kept);
    kept.limit(Math.max(end, kept.position())).position(start);
    return count < 0 ? null : kept;
  }

  /** What was kept before, to be handed to {@link #keep}; only if there is something. */
  public ByteBuffer waiting() {
    return kept;
  }

  private void makeRoom() throws ProtocolException {
    if (kept.position() >= kept.capacity() / 2 || kept.capacity() == MOST_BYTES) {
      kept.compact().flip();
      return;
    }
    ByteBuffer larger = allocate(Math.min(2 * kept.capacity(), MOST_BYTES));
    larger.put(kept).flip();
    budget.give(kept.capacity());
    kept = larger;
  }

  private ByteBuffer allocate(int bytes) throws ProtocolException {
    if (!budget.take(bytes)) {
      throw new ProtocolException(
          "too many requests wait that are not complete: send whole frames, and fewer at a time");
    }
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Keeps what was not served of what was handed out. */
  public void keep(ByteBuffer rest) throws ProtocolException {
    if (!rest.hasRemaining()) {
      release();
    } else if (rest != kept) {
      int bytes = FIRST_BYTES;
      while (bytes < rest.remaining()) {
        bytes *= 2;
      }
      if (kept == null || kept.capacity() != bytes) {
        release();
        kept = allocate(bytes);
      }
      kept.clear().put(rest).flip();
    }
  }

  /** Gives all up. */
  public void release() {
    if (kept != null) {
      budget.give(kept.capacity());
      kept = null;
    }
  }
}
