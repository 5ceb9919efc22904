package io.evs.ipc.frame;

import io.evs.NodeId;
import java.nio.ByteBuffer;

/**
 * What a daemon says of itself.
 *
 * @param pid its process id
 * @param node id of its node
 * @param nodeName name of its node
 * @param ringName name of its ring
 * @param queueBytes receive queue of each handle
 */
public record Greeting(long pid, NodeId node, String nodeName, String ringName, long queueBytes) {
  public static Greeting read(ByteBuffer from) throws ProtocolException {
    int version = Wire.getUnsignedShort(from);
    if (version != Protocol.VERSION) {
      throw new ProtocolException(
          "the daemon speaks protocol version "
              + version
              + " and this client "
              + Protocol.VERSION
              + ": use a client of the same release");
    }
    long pid = Wire.getUnsignedInt(from);
    NodeId node = new NodeId(Wire.getInt(from));
    String nodeName = Wire.getText(from, Protocol.NAME_MAX_BYTES);
    String ringName = Wire.getText(from, Protocol.NAME_MAX_BYTES);
    Wire.getInt(from);
    Wire.getInt(from);
    return new Greeting(pid, node, nodeName, ringName, Wire.getLong(from));
  }
}
