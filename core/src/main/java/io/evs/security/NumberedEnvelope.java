package io.evs.security;

import io.evs.SecuritySuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The AES-256-GCM envelope of a member on a network whose addresses are the numbers of nodes, such
 * as the simulator's. Everything it does follows from its arguments.
 */
public final class NumberedEnvelope {
  private static final int OUT_BYTES = 1 << 16;

  /** How it answers a node by itself. */
  public interface Replies {
    /** Sends these bytes to the node. */
    void reply(int to, byte[] data);
  }

  private final List<RingKey> keys;
  private final KeyRing ring;
  private final AeadEnvelope envelope;
  private final byte[] out = new byte[OUT_BYTES];

  /**
   * An envelope for one start of a member.
   *
   * @param keys all are installed; the first is used until {@link #use}
   * @param random fills an array
   * @param clock nanoseconds
   */
  public NumberedEnvelope(
      List<RingKey> keys, int nodeId, Consumer<byte[]> random, LongSupplier clock) {
    this.keys = List.copyOf(keys);
    this.ring = new KeyRing(keys.get(0));
    keys.forEach(ring::install);
    this.envelope =
        new AeadEnvelope(
            SecuritySuite.AES_256_GCM, ring, nodeId, random, clock, (from, does) -> {});
  }

  /** Seals with this key of the list from now on. */
  public void use(int index) {
    ring.use(keys.get(index).id());
  }

  /** The sealed packet. */
  public byte[] seal(byte[] plain) {
    byte[] sealed = new byte[plain.length + envelope.overheadBytes()];
    envelope.seal(plain, plain.length, sealed);
    return sealed;
  }

  /** The packet in a datagram from a node; empty if there is nothing for the member. */
  public byte[] open(byte[] sealed, int from, Replies replies) {
    int length =
        envelope.open(
            sealed,
            sealed.length,
            address(from),
            out,
            (to, data, size) -> replies.reply(to.getPort(), Arrays.copyOf(data, size)));
    return length == Envelope.NOTHING ? new byte[0] : Arrays.copyOf(out, length);
  }

  private static InetSocketAddress address(int node) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, 1}), node);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Counter values by name. */
  public Map<String, Long> counters() {
    return envelope.counters();
  }
}
