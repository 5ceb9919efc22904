package io.evs.ipc.frame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;

/**
 * Frames on their way to one client: a buffer, which is borrowed while there is something in it,
 * and what did not fit into it of at most one frame. Server thread only.
 */
public final class OutBuffer {
  public static final int CAPACITY_BYTES = 128 << 10;

  /** The part of a message's frame before its payload always fits into this. */
  private static final int HEAD_ROOM_BYTES = Protocol.HEADER_BYTES + 25 + Protocol.GROUPS_MAX_BYTES;

  private static final byte[] NOTHING = {};

  /** Buffers that nobody uses now. */
  public static final class Pool {
    private static final int KEPT = 32;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    private ByteBuffer take() {
      ByteBuffer buffer = free.poll();
      return buffer != null
          ? buffer
          : ByteBuffer.allocateDirect(CAPACITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void give(ByteBuffer buffer) {
      if (free.size() < KEPT) {
        free.push(buffer.clear());
      }
    }
  }

  private final Pool pool;
  private ByteBuffer buffer;
  private byte[] rest = NOTHING;
  private int restOffset;
  private long writtenBytes;

  public OutBuffer(Pool pool) {
    this.pool = pool;
  }

  public boolean isEmpty() {
    return buffer == null || (buffer.position() == 0 && rest.length == 0);
  }

  /** Whether a frame may begin here. */
  public boolean hasRoom() {
    return rest.length == 0 && (buffer == null || buffer.remaining() >= HEAD_ROOM_BYTES);
  }

  /** Where a frame begins; only with room. */
  public ByteBuffer buffer() {
    if (buffer == null) {
      buffer = pool.take();
    }
    return buffer;
  }

  /** Bytes that end a frame, any number; they are kept until they are written. */
  public void putLast(byte[] bytes) {
    ByteBuffer to = buffer();
    int now = Math.min(bytes.length, to.remaining());
    to.put(bytes, 0, now);
    if (now < bytes.length) {
      rest = bytes;
      restOffset = now;
    }
  }

  /** Writes as much as the channel takes; true if that was everything. */
  public boolean flush(WritableByteChannel channel) throws IOException {
    if (buffer == null) {
      return true;
    }
    while (buffer.position() > 0 || rest.length > 0) {
      refill();
      buffer.flip();
      int written;
      try {
        written = channel.write(buffer);
      } finally {
        buffer.compact();
      }
      writtenBytes += written;
      if (written == 0) {
        refill();
        return false;
      }
    }
    release();
    return true;
  }

  /** How much was written so far. */
  public long writtenBytes() {
    return writtenBytes;
  }

  /** Bytes of a frame that did not fit into the buffer. */
  public int restBytes() {
    return rest.length;
  }

  private void refill() {
    if (rest.length > 0) {
      byte[] bytes = rest;
      int count = Math.min(bytes.length - restOffset, buffer.remaining());
      buffer.put(bytes, restOffset, count);
      restOffset += count;
      if (restOffset == bytes.length) {
        rest = NOTHING;
      }
    }
  }

  /** Gives everything up. */
  public void release() {
    rest = NOTHING;
    if (buffer != null) {
      pool.give(buffer);
      buffer = null;
    }
  }
}
