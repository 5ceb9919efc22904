package io.evs.node.address;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.SecuritySuite;
import io.evs.transport.address.Interfaces;
import io.evs.transport.address.PathMtu;
import io.evs.transport.address.UdpSettings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns names of a configuration into addresses, before the loop runs. May wait for DNS. */
public final class NodeSetup {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSetup.class);
  private static final long DNS_WAIT_MILLIS = 10_000;
  private static final int LOOPBACK_PORTS = 64;
  private static final String DEFAULT_GROUP_V4 = "239.192.77.1";
  private static final String DEFAULT_GROUP_V6 = "ff15::4d01";

  private final EvsConfig config;
  private final InetAddress bind;
  private final boolean multicast;
  private final PeerNames names;
  private final PeerNames.Found found;

  private NodeSetup(
      EvsConfig config,
      InetAddress bind,
      boolean multicast,
      PeerNames names,
      PeerNames.Found found) {
    this.config = config;
    this.bind = bind;
    this.multicast = multicast;
    this.names = names;
    this.found = found;
  }

  /**
   * Resolves and checks.
   *
   * @throws EvsException INVALID_PARAM or SECURITY, with one sentence
   */
  public static NodeSetup of(EvsConfig config) {
    InetAddress bind = bindAddress(config);
    boolean loopback = bind.isLoopbackAddress();
    if (!loopback && config.securityInUse() == SecuritySuite.NONE && !config.insecure()) {
      throw new EvsException(
          EvsException.Code.SECURITY,
          "ring \""
              + config.ringName()
              + "\" has no key and "
              + bind.getHostAddress()
              + " is not loopback: run `evs keygen` and configure the key file, or give --insecure");
    }
    if (!loopback && config.securityInUse() == SecuritySuite.NONE) {
      LOG.warn(
          "ring \"{}\" is insecure: anyone who can send a packet to {} can read, forge and stop it",
          config.ringName(),
          bind.getHostAddress());
    }
    Contradictions.refuse(config);
    Contradictions.refuseNobody(config, bind);
    boolean multicast = isMulticast(config);
    PeerNames names =
        new PeerNames(
            config.peers(),
            config.port().orElse(EvsConfig.DEFAULT_PORT),
            bind,
            InetAddress::getAllByName,
            DNS_WAIT_MILLIS);
    PeerNames.Found found = resolve(config, names, bind, multicast);
    return new NodeSetup(config, bind, multicast, names, found);
  }

  private static boolean isMulticast(EvsConfig config) {
    return config
        .transport()
        .map(EvsConfig.TransportKind.MULTICAST::equals)
        .orElse(config.peers().isEmpty());
  }

  /**
   * The address that a configuration binds to.
   *
   * @throws EvsException INVALID_PARAM with one sentence, if this machine has none such now
   */
  static InetAddress bindAddress(EvsConfig config) {
    return new BindAddress(BindAddress.HERE, ipVersion(config.peers())).of(config.bind());
  }

  /** Whether the peers that are given as addresses are of IPv6; empty if that does not say. */
  private static Optional<Boolean> ipVersion(List<EvsConfig.Peer> peers) {
    Set<Boolean> six = new HashSet<>();
    for (EvsConfig.Peer each : peers) {
      if (PeerNames.isLiteral(each.host())) {
        six.add(each.host().indexOf(':') >= 0);
      }
    }
    return six.size() == 1 ? Optional.of(six.iterator().next()) : Optional.empty();
  }

  /** Looks the peers up for the first time; says which have no address yet. */
  private static PeerNames.Found resolve(
      EvsConfig config, PeerNames names, InetAddress bind, boolean multicast) {
    PeerNames.Found found = names.find();
    List<String> unknown = new ArrayList<>();
    for (EvsConfig.Peer peer : config.peers()) {
      String reason = found.unknown().get(peer.toString());
      if (reason == null) {
        continue;
      }
      if (PeerNames.isLiteral(peer.host())) {
        throw invalid("peer " + peer + " " + reason);
      }
      unknown.add("\"" + peer + "\" " + reason);
    }
    Contradictions.refuseUnreachable(
        found.addresses().stream().map(InetSocketAddress::getAddress).toList(), bind);
    if (unknown.isEmpty()) {
      return found;
    }
    int port = config.port().orElse(EvsConfig.DEFAULT_PORT);
    boolean others = !own(new InetSocketAddress(bind, port), found).containsAll(found.addresses());
    if (!config.lateNames() && !others && !multicast) {
      throw invalid("peer " + unknown.get(0));
    }
    LOG.warn(
        "peer {}; looking again until it is found",
        String.join(", ", unknown).replace(": give a known name or an address", ""));
    return found;
  }

  /** Where to bind. */
  public UdpSettings udp() {
    List<Integer> ports;
    if (config.port().isPresent()) {
      ports = List.of(config.port().getAsInt());
    } else if (bind.isLoopbackAddress()) {
      ports =
          IntStream.range(0, LOOPBACK_PORTS).map(i -> EvsConfig.DEFAULT_PORT + i).boxed().toList();
    } else {
      ports = List.of(EvsConfig.DEFAULT_PORT);
    }
    return new UdpSettings(
        bind,
        ports,
        group(),
        RingPolicies.receiveBufferBytes(config),
        found.addresses().stream()
            .map(InetSocketAddress::getAddress)
            .filter(each -> !isOfThisMachine(each))
            .toList());
  }

  private Optional<UdpSettings.Multicast> group() {
    if (!multicast) {
      return Optional.empty();
    }
    String fallback = bind instanceof Inet6Address ? DEFAULT_GROUP_V6 : DEFAULT_GROUP_V4;
    String address = config.multicastGroup().orElse(fallback);
    try {
      return Optional.of(
          new UdpSettings.Multicast(
              InetAddress.getByName(address), config.multicastPort(), config.multicastTtl()));
    } catch (UnknownHostException bad) {
      throw invalid("multicast group \"" + address + "\" is not an address");
    }
  }

  public boolean isMulticast() {
    return multicast;
  }

  public PeerNames names() {
    return names;
  }

  /** What the names of the peers meant when this was made. */
  public PeerNames.Found found() {
    return found;
  }

  /** What names mean for a node that is bound there; asks the machine for its addresses. */
  public static PeerAddresses addresses(InetSocketAddress bound, PeerNames.Found found) {
    return new PeerAddresses(found.addresses(), own(bound, found));
  }

  /**
   * Addresses at which this node is reached. A loopback address with its own port can be no other
   * node's, unless this one is on loopback: many systems have the host's own name there.
   */
  private static Set<InetSocketAddress> own(InetSocketAddress bound, PeerNames.Found found) {
    Set<InetSocketAddress> own = new HashSet<>();
    own.add(bound);
    for (InetSocketAddress peer : found.addresses()) {
      boolean here =
          bound.getAddress().isAnyLocalAddress()
              ? isOfThisMachine(peer.getAddress())
              : peer.getAddress().isLoopbackAddress() && !bound.getAddress().isLoopbackAddress();
      if (here && peer.getPort() == bound.getPort()) {
        own.add(peer);
      }
    }
    return own;
  }

  /** Says which peers are taken for this node because their name means loopback here. */
  public static void remarkOnLoopback(PeerAddresses addresses, InetSocketAddress bound) {
    if (bound.getAddress().isLoopbackAddress()) {
      return;
    }
    for (InetSocketAddress each : addresses.listed()) {
      if (each.getAddress().isLoopbackAddress() && addresses.own().contains(each)) {
        LOG.warn(
            "a peer is {} here and so taken for this node: give its name this machine's own address"
                + " in /etc/hosts",
            each.getAddress().getHostAddress());
      }
    }
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return Interfaces.of(address).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** How large packets are. */
  public PacketSize packetSize(PathMtu path, int overheadBytes) {
    return PacketSize.of(config, path, bind instanceof Inet6Address, overheadBytes);
  }

  /** The configured node id, or one that is the same for this host, address and port. */
  public static NodeId nodeId(EvsConfig config, String host, InetSocketAddress bound) {
    if (config.nodeId().isPresent()) {
      return config.nodeId().get();
    }
    String identity = host + "|" + bound.getAddress().getHostAddress() + "|" + bound.getPort();
    int hash = 0x811c9dc5;
    for (byte each : identity.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x01000193;
    }
    return new NodeId(hash == 0 ? 1 : hash);
  }

  /** Name of this host, without asking DNS where the system says it. */
  public static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unnamed) {
        return "localhost";
      }
    }
  }

  private static EvsException invalid(String message) {
    return new EvsException(EvsException.Code.INVALID_PARAM, message);
  }
}
