package io.evs.ipc;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** A client that writes whatever bytes a test wants, as docs/ipc.md describes them or not. */
final class RawClient implements AutoCloseable {
  final SocketChannel channel;

  /**
   * A frame of the daemon.
   *
   * @param type its type, unsigned
   * @param id request or handle
   * @param body the rest
   */
  record Frame(int type, int id, ByteBuffer body) {
    /** The sentence of an ERROR, FAILED or DISCONNECTED. */
    String sentence() {
      ByteBuffer from = body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      from.getShort();
      byte[] text = new byte[Short.toUnsignedInt(from.getShort())];
      from.get(text);
      return new String(text, StandardCharsets.UTF_8);
    }

    int code() {
      return body.getShort(0);
    }
  }

  RawClient(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /** One that has said HELLO and was welcomed. */
  static RawClient greeted(Path socket) throws IOException {
    RawClient client = new RawClient(socket);
    client.hello(1);
    if (client.read().type() != 0x80) {
      throw new AssertionError("no WELCOME");
    }
    return client;
  }

  RawClient hello(int version) throws IOException {
    byte[] name = "raw".getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = body(4 + 2 + 4 + 2 + name.length);
    body.put("EVS1".getBytes(StandardCharsets.US_ASCII)).putShort((short) version);
    body.putInt(4711).putShort((short) name.length).put(name);
    return frame(0x01, 0, body);
  }

  /** Opens a handle with that window and returns its number. */
  int open(int window) throws IOException {
    frame(0x02, 1, body(4).putInt(window));
    Frame opened = read();
    if (opened.type() != 0x84) {
      throw new AssertionError("not OPENED: " + opened);
    }
    return opened.body().getInt(0);
  }

  void join(int handle, String group) throws IOException {
    byte[] name = group.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = body(4 + 1 + 2 + name.length);
    body.putInt(handle).put((byte) 1).putShort((short) name.length).put(name);
    frame(0x04, 2, body);
  }

  static ByteBuffer body(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  RawClient frame(int type, int id, ByteBuffer body) throws IOException {
    byte[] bytes = body.array();
    ByteBuffer frame = body(9 + bytes.length);
    frame.putInt(5 + bytes.length).put((byte) type).putInt(id).put(bytes);
    return write(frame.array());
  }

  RawClient write(byte... bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  RawClient hex(String digits) throws IOException {
    return write(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
  }

  byte[] readBytes(int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("after " + buffer.position() + " of " + count + " bytes");
      }
    }
    return buffer.array();
  }

  Frame read() throws IOException {
    int length = ByteBuffer.wrap(readBytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ByteBuffer frame = ByteBuffer.wrap(readBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
    int type = Byte.toUnsignedInt(frame.get());
    int id = frame.getInt();
    return new Frame(type, id, frame.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Reads until a frame of that type. */
  Frame readUntil(int type) throws IOException {
    Frame frame = read();
    while (frame.type() != type) {
      frame = read();
    }
    return frame;
  }

  /** Everything up to the end of the stream. */
  byte[] readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (channel.read(buffer.clear()) >= 0) {
        all.write(buffer.array(), 0, buffer.position());
      }
    } catch (IOException reset) {
      // The daemon closed with bytes of ours unread.
      return all.toByteArray();
    }
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
