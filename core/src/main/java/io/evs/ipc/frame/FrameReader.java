package io.evs.ipc.frame;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** Takes frames from a daemon's blocking channel, many with each read. One thread. */
public final class FrameReader {
  private static final int CAPACITY_BYTES = 256 << 10;

  private final ReadableByteChannel channel;

  /** What was read and not taken is between {@code start} and {@code end}. */
  private ByteBuffer buffer = allocate(CAPACITY_BYTES);

  private int start;
  private int end;

  public FrameReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether a whole frame has been read already. */
  public boolean hasFrame() throws ProtocolException {
    return end - start >= Integer.BYTES && end - start >= Integer.BYTES + length();
  }

  private int length() throws ProtocolException {
    // The frame taken last may have left a lower limit.
    int length = buffer.limit(end).getInt(start);
    if (length < Protocol.LENGTH_MIN || length > Protocol.SERVER_FRAME_MAX_BYTES) {
      throw new ProtocolException(
          "a frame of " + Integer.toUnsignedString(length) + " bytes: this is not an evs node");
    }
    return length;
  }

  /** The next frame that was read, from its type on, valid until the next call. */
  public ByteBuffer next() throws ProtocolException {
    int length = length();
    buffer.limit(start + Integer.BYTES + length).position(start + Integer.BYTES);
    start += Integer.BYTES + length;
    return buffer;
  }

  /**
   * Waits for more to take frames from.
   *
   * @throws EOFException at the end of the stream
   */
  public void read() throws IOException, ProtocolException {
    makeRoom();
    buffer.limit(buffer.capacity()).position(end);
    int count = channel.read(buffer);
    if (count < 0) {
      throw new EOFException("the daemon closed the connection");
    }
    end += count;
  }

  /** Room for the rest of the frame that begins at {@code start}, and for some more. */
  private void makeRoom() throws ProtocolException {
    int frameBytes = end - start >= Integer.BYTES ? Integer.BYTES + length() : Integer.BYTES;
    if (start == end) {
      start = 0;
      end = 0;
    }
    if (start + frameBytes > buffer.capacity() || start > buffer.capacity() / 2) {
      ByteBuffer larger =
          frameBytes > buffer.capacity() ? allocate(frameBytes + CAPACITY_BYTES) : buffer;
      buffer.limit(end).position(start);
      if (larger == buffer) {
        buffer.compact();
      } else {
        larger.put(buffer);
      }
      buffer = larger;
      end -= start;
      start = 0;
    }
  }
}
