package io.evs.node;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.SecuritySuite;
import io.evs.TotemOption;
import io.evs.transport.Interfaces;
import io.evs.transport.UdpSettings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns names of a configuration into addresses, before the loop runs. May wait for DNS. */
final class NodeSetup {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSetup.class);
  private static final long DNS_WAIT_SECONDS = 10;
  private static final int LOOPBACK_PORTS = 64;
  private static final int ETHERNET_MTU_BYTES = 1500;
  private static final String DEFAULT_GROUP_V4 = "239.192.77.1";
  private static final String DEFAULT_GROUP_V6 = "ff15::4d01";

  private final EvsConfig config;
  private final InetAddress bind;
  private final boolean multicast;
  private final List<InetSocketAddress> peers;

  private NodeSetup(
      EvsConfig config, InetAddress bind, boolean multicast, List<InetSocketAddress> peers) {
    this.config = config;
    this.bind = bind;
    this.multicast = multicast;
    this.peers = peers;
  }

  /**
   * Resolves and checks.
   *
   * @throws EvsException INVALID_PARAM or SECURITY, with one sentence
   */
  static NodeSetup of(EvsConfig config) {
    InetAddress bind = bindAddress(config.bind());
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
          "ring \"{}\" is insecure: whoever can send a packet to {} can read, forge and stop it",
          config.ringName(),
          bind.getHostAddress());
    }
    boolean multicast = isMulticast(config, loopback);
    List<InetSocketAddress> peers = resolvePeers(config, bind);
    if (loopback) {
      peers.stream()
          .filter(each -> !each.getAddress().isLoopbackAddress())
          .findFirst()
          .ifPresent(
              each -> {
                throw invalid(
                    "peer "
                        + each.getAddress().getHostAddress()
                        + " cannot be reached from "
                        + bind.getHostAddress()
                        + ": bind to this machine's address in the peers' network");
              });
    }
    return new NodeSetup(config, bind, multicast, peers);
  }

  private static boolean isMulticast(EvsConfig config, boolean loopback) {
    if (config.transport().isPresent()) {
      return config.transport().get() == EvsConfig.TransportKind.MULTICAST;
    }
    if (!config.peers().isEmpty()) {
      return false;
    }
    if (!loopback) {
      throw invalid(
          "no peers are configured: list the other members, or choose transport multicast");
    }
    return true;
  }

  private static InetAddress bindAddress(String text) {
    try {
      List<InetAddress> ofInterface = Interfaces.byName(text);
      Optional<InetAddress> four =
          ofInterface.stream().filter(each -> !(each instanceof Inet6Address)).findFirst();
      if (four.isPresent() || !ofInterface.isEmpty()) {
        return four.orElseGet(() -> ofInterface.get(0));
      }
      InetAddress address = InetAddress.getByName(text);
      if (!address.isAnyLocalAddress() && Interfaces.of(address).isEmpty()) {
        throw invalid(
            text + " is not an address of this machine: bind to one of " + Interfaces.describe());
      }
      return address;
    } catch (UnknownHostException unknown) {
      throw invalid("bind \"" + text + "\" is neither an interface nor an address of this machine");
    } catch (IOException error) {
      throw invalid("the network interfaces cannot be read: " + error.getMessage());
    }
  }

  private static List<InetSocketAddress> resolvePeers(EvsConfig config, InetAddress bind) {
    if (config.peers().isEmpty()) {
      return List.of();
    }
    int defaultPort = config.port().orElse(EvsConfig.DEFAULT_PORT);
    ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.min(8, config.peers().size()),
            task -> {
              Thread thread = new Thread(task, "evs-dns");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<CompletableFuture<InetAddress>> lookups =
          config.peers().stream()
              .map(
                  each -> CompletableFuture.supplyAsync(() -> resolve(each.host(), bind), executor))
              .toList();
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (int i = 0; i < lookups.size(); i++) {
        EvsConfig.Peer peer = config.peers().get(i);
        InetAddress address = await(peer, lookups.get(i));
        addresses.add(new InetSocketAddress(address, peer.port() == 0 ? defaultPort : peer.port()));
      }
      return addresses;
    } finally {
      executor.shutdownNow();
    }
  }

  private static InetAddress await(EvsConfig.Peer peer, CompletableFuture<InetAddress> lookup) {
    try {
      return lookup.get(DNS_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw invalid("interrupted while peer " + peer + " was looked up");
    } catch (TimeoutException late) {
      throw invalid("peer " + peer + " was not resolved within 10 s: give its address instead");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EvsException) {
        throw (EvsException) failed.getCause();
      }
      throw invalid("peer " + peer + " cannot be resolved: " + failed.getCause());
    }
  }

  private static InetAddress resolve(String host, InetAddress bind) {
    try {
      InetAddress[] all = InetAddress.getAllByName(host);
      return Arrays.stream(all)
          .filter(each -> each instanceof Inet6Address == bind instanceof Inet6Address)
          .findFirst()
          .orElseThrow(
              () ->
                  invalid(
                      "peer "
                          + host
                          + " has no address of the IP version of "
                          + bind.getHostAddress()
                          + ": give one, or bind to the other version"));
    } catch (UnknownHostException unknown) {
      throw invalid("peer \"" + host + "\" cannot be resolved: give a known name or an address");
    }
  }

  /** Where to bind. */
  UdpSettings udp() {
    List<Integer> ports;
    if (config.port().isPresent()) {
      ports = List.of(config.port().getAsInt());
    } else if (bind.isLoopbackAddress()) {
      ports =
          IntStream.range(0, LOOPBACK_PORTS).map(i -> EvsConfig.DEFAULT_PORT + i).boxed().toList();
    } else {
      ports = List.of(EvsConfig.DEFAULT_PORT);
    }
    return new UdpSettings(bind, ports, group(), UdpSettings.DEFAULT_BUFFER_BYTES);
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

  boolean isMulticast() {
    return multicast;
  }

  List<InetSocketAddress> peers() {
    return peers;
  }

  /** Addresses at which this node is reached. */
  Set<InetSocketAddress> ownAddresses(InetSocketAddress bound) {
    Set<InetSocketAddress> own = new HashSet<>();
    own.add(bound);
    if (bound.getAddress().isAnyLocalAddress()) {
      for (InetSocketAddress peer : peers) {
        if (peer.getPort() == bound.getPort() && isOfThisMachine(peer.getAddress())) {
          own.add(peer);
        }
      }
    }
    return own;
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return Interfaces.of(address).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Largest UDP payload to send. */
  int packetBytes(int interfaceMtuBytes) {
    int automatic = Math.min(ETHERNET_MTU_BYTES, interfaceMtuBytes);
    int mtu = Math.toIntExact(config.totem(TotemOption.NETMTU).orElse(automatic));
    return mtu - (bind instanceof Inet6Address ? 48 : 28);
  }

  /** The configured node id, or one that is the same for this host, address and port. */
  static NodeId nodeId(EvsConfig config, String host, InetSocketAddress bound) {
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
  static String hostName() {
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
