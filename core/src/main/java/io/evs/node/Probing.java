package io.evs.node;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.node.address.NodeSetup;
import io.evs.node.address.PeerAddresses;
import io.evs.node.record.NodeRecorder;
import io.evs.node.status.StatusWriter;
import io.evs.security.Envelope;
import io.evs.text.Causes;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import io.evs.transport.ProbingTransport;
import io.evs.transport.SecureTransport;
import io.evs.transport.Transport;
import io.evs.transport.Transports;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A node's socket, as far as the ways to others are tried by it, and what was found. Any thread.
 */
// No record: the JDK's javadoc fails at records of packages of which it shows a part.
public final class Probing {
  private static final int STRANGERS_MAX = 16;
  private static final int POOL_KEEP = 1024;

  private final NodeId id;
  private final EvsConfig config;
  private final ProbingTransport transport;
  private final boolean multicast;
  private final int packetBytes;
  private final int headerBytes;
  private final List<InetSocketAddress> listed;
  private volatile List<String> remarks = List.of();

  private Probing(
      NodeId id,
      EvsConfig config,
      ProbingTransport transport,
      boolean multicast,
      int packetBytes,
      int headerBytes,
      List<InetSocketAddress> listed) {
    this.id = id;
    this.config = config;
    this.transport = transport;
    this.multicast = multicast;
    this.packetBytes = packetBytes;
    this.headerBytes = headerBytes;
    this.listed = listed;
  }

  /** The node. */
  public NodeId id() {
    return id;
  }

  /** Its configuration. */
  public EvsConfig config() {
    return config;
  }

  /** The socket, in the ring's envelope. */
  public ProbingTransport transport() {
    return transport;
  }

  /** Whether it sends to a group. */
  public boolean multicast() {
    return multicast;
  }

  /** Largest packet of the protocol here in bytes, without envelope and headers. */
  public int packetBytes() {
    return packetBytes;
  }

  /** What envelope, UDP and IP add in bytes. */
  public int headerBytes() {
    return headerBytes;
  }

  /** The listed peers but this node, as their names were resolved at the start. */
  public List<InetSocketAddress> listed() {
    return listed;
  }

  /** What is wrong with the ring from now on, a sentence each: a status has it. */
  public void remarks(List<String> sentences) {
    remarks = List.copyOf(sentences);
  }

  List<String> remarks() {
    return remarks;
  }

  static Probing of(
      EvsConfig config,
      NodeId id,
      NodeSetup setup,
      Transport bound,
      Optional<Envelope> envelope,
      int packetBytes) {
    Transport sealed =
        envelope
            .<Transport>map(each -> new SecureTransport(bound, each, packetBytes))
            .orElse(bound);
    boolean six = bound.localAddress().getAddress() instanceof Inet6Address;
    PeerAddresses peers = NodeSetup.addresses(bound.localAddress(), setup.found());
    return new Probing(
        id,
        config,
        new ProbingTransport(sealed, id.value()),
        setup.isMulticast(),
        packetBytes,
        envelope.map(Envelope::overheadBytes).orElse(0) + (six ? 48 : 28),
        peers.listed().stream().filter(each -> !peers.own().contains(each)).toList());
  }

  /** What comes to a socket that no member uses, besides probes. */
  public static final class Alone implements AutoCloseable {
    private final Probing probing;
    private final Map<String, String> strangers = new ConcurrentHashMap<>();

    private Alone(Probing probing, Security security) {
      this.probing = probing;
      security.onStranger(
          (from, does) -> {
            if (strangers.size() < STRANGERS_MAX) {
              strangers.put(StatusWriter.text(from), does);
            }
          });
    }

    /** By which the ways to others are tried. */
    public Probing probing() {
      return probing;
    }

    /** What those do whose packets are refused, by their addresses. */
    public Map<String, String> strangers() {
      return Map.copyOf(strangers);
    }

    @Override
    public void close() {
      probing.transport().close();
    }
  }

  /**
   * Binds the socket of a node that does not run, with its key, and answers probes.
   *
   * @throws EvsException as {@link EvsNode#start}; NO_RESOURCES if the node runs
   */
  public static Alone open(EvsConfig config) {
    NodeSetup setup = NodeSetup.of(config);
    Security security = new Security(config);
    Transport bound;
    try {
      bound = Transports.bind(setup.udp());
    } catch (IOException error) {
      throw new EvsException(EvsException.Code.NO_RESOURCES, Causes.of(error), error);
    }
    try {
      NodeId id = NodeSetup.nodeId(config, NodeSetup.hostName(), bound.localAddress());
      Optional<Envelope> envelope = security.envelope(id, bound.localAddress(), new NodeRecorder());
      int overhead = envelope.map(Envelope::overheadBytes).orElse(0);
      int packetBytes = setup.packetSize(bound.mtu(), overhead).bytes();
      Probing probing = of(config, id, setup, bound, envelope, packetBytes);
      Alone alone = new Alone(probing, security);
      probing.transport().start(new Nobody(packetBytes));
      return alone;
    } catch (RuntimeException failed) {
      bound.close();
      throw failed;
    }
  }

  /** Takes the packets of others' rings, and does nothing with them. */
  private static final class Nobody implements Transport.Handler {
    private final PacketPool pool;

    Nobody(int packetBytes) {
      pool = new PacketPool(Math.max(2048, packetBytes), POOL_KEEP);
    }

    @Override
    public Packet acquire(int bytes) {
      return pool.acquire(bytes);
    }

    @Override
    public boolean admits(InetSocketAddress from) {
      return true;
    }

    @Override
    public void datagram(Packet packet, InetSocketAddress from) {
      refused(packet);
    }

    @Override
    public void refused(Packet packet) {
      pool.release(packet);
      pool.recycle();
    }

    @Override
    public void turn() {}

    @Override
    public void closed(Throwable error) {}
  }
}
