package io.evs.security;

import io.evs.flight.Refusal;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
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
  private static final int PORT = 5405;

  /** Told of packets that are refused. */
  public interface Refusals {
    /** Forgets them. */
    Refusals IGNORED = (reason, nodeId) -> {};

    /** A packet was refused that says it is of this node. */
    void refused(Refusal reason, int nodeId);
  }

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
   * @param start of the member, whose node id is its address
   * @param random fills an array
   * @param clock nanoseconds
   * @param refusals told of packets that are refused
   */
  public NumberedEnvelope(
      List<RingKey> keys,
      AeadEnvelope.Start start,
      Consumer<byte[]> random,
      LongSupplier clock,
      Refusals refusals) {
    this.keys = List.copyOf(keys);
    this.ring = new KeyRing(keys.get(0));
    keys.forEach(ring::install);
    InetSocketAddress own = address(start.nodeId());
    this.envelope = new AeadEnvelope(start, ring, new Numbered(own, random, clock, refusals));
  }

  /** Surroundings in which all follows from the arguments. */
  static class Numbered implements Surroundings {
    private final InetSocketAddress own;
    private final Consumer<byte[]> random;
    private final LongSupplier clock;
    private final Refusals refusals;

    Numbered(
        InetSocketAddress own, Consumer<byte[]> random, LongSupplier clock, Refusals refusals) {
      this.refusals = refusals;
      this.own = own;
      this.random = random;
      this.clock = clock;
    }

    @Override
    public void random(byte[] bytes) {
      random.accept(bytes);
    }

    @Override
    public long nanoTime() {
      return clock.getAsLong();
    }

    @Override
    public boolean isOwn(InetSocketAddress address) {
      return own.equals(address);
    }

    @Override
    public void stranger(InetSocketAddress from, String does) {}

    @Override
    public void refused(Refusal reason, int nodeId, InetSocketAddress from) {
      refusals.refused(reason, nodeId);
    }
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
            (to, data, size) -> replies.reply(node(to), Arrays.copyOf(data, size)));
    return length == Envelope.NOTHING ? new byte[0] : Arrays.copyOf(out, length);
  }

  /** Each node is a host of its own; a node beyond 65,535 is another port of one. */
  private static InetSocketAddress address(int node) {
    byte[] host = {10, 0, (byte) (node >>> 8), (byte) node};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), PORT + (node >>> 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static int node(InetSocketAddress address) {
    byte[] host = address.getAddress().getAddress();
    return address.getPort() - PORT << 16 | (host[2] & 0xff) << 8 | host[3] & 0xff;
  }

  /** Counter values by name. */
  public Map<String, Long> counters() {
    return envelope.counters();
  }
}
