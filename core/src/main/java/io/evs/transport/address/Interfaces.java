package io.evs.transport.address;

import io.evs.text.Causes;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a transport needs to know of the machine's network interfaces. Not for the loop thread. */
public final class Interfaces {
  private static final int MTU_IF_UNKNOWN_BYTES = 1500;

  private Interfaces() {}

  /** The interface that has this address, if it is one of this machine. */
  public static Optional<NetworkInterface> of(InetAddress address) throws IOException {
    NetworkInterface found = NetworkInterface.getByInetAddress(address);
    if (found == null && address.isLoopbackAddress()) {
      // All of 127.0.0.0/8 is this machine, though only 127.0.0.1 is listed.
      found = all().filter(Interfaces::isLoopback).findFirst().orElse(null);
    }
    return Optional.ofNullable(found);
  }

  /** All interfaces that have this address: a link-local one may be on several. */
  public static List<NetworkInterface> having(InetAddress address) throws IOException {
    List<NetworkInterface> found =
        all().filter(each -> addresses(each).anyMatch(address::equals)).toList();
    return found.isEmpty() ? of(address).map(List::of).orElse(List.of()) : found;
  }

  /** All addresses of this machine, for messages: {@code lo 127.0.0.1, eth0 10.0.0.1}. */
  public static String describe() throws IOException {
    return all()
        .flatMap(each -> addresses(each).map(address -> each.getName() + " " + text(address)))
        .collect(Collectors.joining(", "));
  }

  /** The addresses of an interface by name; empty if there is no such interface. */
  public static Optional<List<InetAddress>> byName(String name) throws IOException {
    return Optional.ofNullable(NetworkInterface.getByName(name))
        .map(found -> addresses(found).toList());
  }

  /** An address as people write it. */
  public static String text(InetAddress address) {
    return address.getHostAddress();
  }

  /**
   * Largest IP packet of the interface of a bound address; for a wildcard the least of the
   * interfaces by which peers are reached, since no other carries a packet.
   */
  public static PathMtu mtu(InetAddress bound, List<InetAddress> peers) {
    Stream<InetAddress> used =
        bound.isAnyLocalAddress() ? peers.stream().flatMap(Interfaces::towards) : Stream.of(bound);
    return used.flatMap(Interfaces::interfaceOf)
        .distinct()
        .map(each -> new PathMtu(mtuBytes(each), each.getName()))
        .min(Comparator.comparingInt(PathMtu::bytes).thenComparing(PathMtu::interfaceName))
        .orElse(new PathMtu(MTU_IF_UNKNOWN_BYTES, ""));
  }

  /** The own address from which a host is sent to; connecting sends nothing. */
  private static Stream<InetAddress> towards(InetAddress peer) {
    StandardProtocolFamily family =
        peer instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (DatagramChannel probe = DatagramChannel.open(family)) {
      probe.connect(new InetSocketAddress(peer, 9));
      return Stream.of(((InetSocketAddress) probe.getLocalAddress()).getAddress());
    } catch (IOException noRoute) {
      return Stream.empty();
    }
  }

  private static Stream<NetworkInterface> interfaceOf(InetAddress own) {
    try {
      return of(own).stream();
    } catch (IOException unreadable) {
      return Stream.empty();
    }
  }

  private static int mtuBytes(NetworkInterface of) {
    try {
      int mtu = of.getMTU();
      return mtu > 0 ? mtu : MTU_IF_UNKNOWN_BYTES;
    } catch (SocketException unreadable) {
      return MTU_IF_UNKNOWN_BYTES;
    }
  }

  /** The addresses from which our own sends can arrive. */
  static Set<InetAddress> ownAddresses(InetAddress bound) throws IOException {
    if (!bound.isAnyLocalAddress()) {
      return Set.of(bound);
    }
    return all().flatMap(Interfaces::addresses).collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * The interface on which to join a group.
   *
   * @throws IOException one sentence, if multicast cannot work there
   */
  public static NetworkInterface forMulticast(InetAddress bound, UdpSettings.Multicast multicast)
      throws IOException {
    if (bound.isAnyLocalAddress()) {
      throw new IOException(
          "multicast needs one interface, not "
              + text(bound)
              + ": bind to an address or an interface of "
              + describe());
    }
    if (bound instanceof Inet6Address != multicast.group() instanceof Inet6Address) {
      throw new IOException(
          "multicast group "
              + text(multicast.group())
              + " and address "
              + text(bound)
              + " are of different IP versions: choose a group of the same version");
    }
    NetworkInterface found = of(bound).orElseThrow(() -> new IOException(notOfThisMachine(bound)));
    probeRoute(bound, multicast, found);
    return found;
  }

  /** Connecting looks the route up without sending anything. */
  private static void probeRoute(
      InetAddress bound, UdpSettings.Multicast multicast, NetworkInterface on) throws IOException {
    StandardProtocolFamily family =
        bound instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    try (DatagramChannel probe = DatagramChannel.open(family)) {
      probe.bind(new InetSocketAddress(bound, 0));
      probe.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
      probe.connect(new InetSocketAddress(multicast.group(), multicast.port()));
    } catch (IOException noRoute) {
      throw new IOException(
          "multicast to "
              + text(multicast.group())
              + " is not possible on interface "
              + on.getName()
              + " ("
              + Causes.of(noRoute)
              + "): use unicast with a list of peers, or another interface",
          noRoute);
    }
  }

  /** The sentence about an address that cannot be bound, as no interface has it, or not yet. */
  static String notOfThisMachine(InetAddress bound) {
    String address = text(bound);
    Optional<String> reason =
        AddressState.ofThisMachine()
            .getOrDefault(bound, AddressState.READY)
            .againstBinding(address);
    if (reason.isPresent()) {
      return reason.get();
    }
    String known;
    try {
      known = describe();
    } catch (IOException unreadable) {
      known = "unknown";
    }
    return address + " is not an address of this machine: bind to one of " + known;
  }

  private static Stream<NetworkInterface> all() throws IOException {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream();
  }

  private static Stream<InetAddress> addresses(NetworkInterface of) {
    return Collections.list(of.getInetAddresses()).stream();
  }

  private static boolean isLoopback(NetworkInterface each) {
    try {
      return each.isLoopback();
    } catch (SocketException unreadable) {
      return false;
    }
  }
}
