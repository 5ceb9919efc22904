package io.evs.ipc;

import io.evs.NodeId;
import io.evs.ipc.frame.Greeting;
import io.evs.ipc.frame.Replies;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/** The daemon's side of a connection, frame by frame. */
final class RawDaemon implements AutoCloseable {
  private final SocketChannel channel;

  RawDaemon(SocketChannel channel) {
    this.channel = channel;
  }

  byte[] welcome() {
    return Replies.welcome(new Greeting(1, new NodeId(1), "one", "ring", 1 << 20), 2, 1);
  }

  void write(byte[] frame) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Reads up to a frame of that type; its number. */
  int skip(byte type) throws IOException {
    while (true) {
      ByteBuffer frame = read(read(Integer.BYTES).getInt());
      if (frame.get() == type) {
        return frame.getInt();
      }
    }
  }

  private ByteBuffer read(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the client is gone");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
