package io.evs.node.record;

import io.evs.EvsException;
import io.evs.node.process.RateLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;

/** What is told of two nodes that have one id, and how their addresses travel. Loop thread only. */
public final class DuplicateIds {
  private static final long AGAIN_NANOS = 60_000_000_000L;
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;

  private final RateLog log;
  private final NodeRecorder recorder;
  private String lastText = "";
  private long lastNanos;

  public DuplicateIds(Logger logger, NodeRecorder recorder) {
    this.log = new RateLog(logger);
    this.recorder = recorder;
  }

  /** Warns of two nodes; of the same two again after a minute. */
  public void report(
      long now, int nodeId, Optional<InetSocketAddress> one, InetSocketAddress other) {
    recorder.second(now, nodeId, other);
    String text = text(nodeId, one, other);
    if (!text.equals(lastText) || now - lastNanos >= AGAIN_NANOS) {
      lastText = text;
      lastNanos = now;
      log.warn(now, text);
    }
  }

  /** One sentence that names both nodes, and what to look for. */
  public static String text(int nodeId, Optional<InetSocketAddress> one, InetSocketAddress other) {
    return "another node uses this node id: "
        + Integer.toUnsignedString(nodeId)
        + " is at "
        + one.map(DuplicateIds::text).orElse("an address that is not known")
        + " and at "
        + text(other)
        + ": look for a cloned machine or a copied evs.yaml, and give each node an id of its own";
  }

  /** Why this node ends. */
  public static EvsException givesWay(int nodeId, InetSocketAddress own, InetSocketAddress other) {
    return new EvsException(
        EvsException.Code.NO_RESOURCES,
        text(nodeId, Optional.of(own), other) + "; the other was there first and stays");
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** An address as other nodes read it: 4 or 16 bytes and the port in 2, in network order. */
  public static byte[] bytes(InetSocketAddress address) {
    byte[] host = address.getAddress().getAddress();
    return ByteBuffer.allocate(host.length + Short.BYTES)
        .put(host)
        .putShort((short) address.getPort())
        .array();
  }

  /** Reads what {@link #bytes} wrote; empty if it is nothing like that. */
  public static Optional<InetSocketAddress> address(byte[] bytes) {
    int host = bytes.length - Short.BYTES;
    if (host != V4_BYTES && host != V6_BYTES) {
      return Optional.empty();
    }
    try {
      int port = ByteBuffer.wrap(bytes).getShort(host) & 0xffff;
      return Optional.of(
          new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOf(bytes, host)), port));
    } catch (UnknownHostException cannotHappen) {
      return Optional.empty();
    }
  }
}
