package io.evs.node.address;

import io.evs.EvsConfig;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Causes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The peers of a configuration, and what their names mean now: every address of a name is a peer.
 * Waits for DNS, so never on the loop; one thread at a time.
 */
public final class PeerNames {
  /** Asks the system's resolver. */
  @FunctionalInterface
  interface Resolver {
    /** All addresses of a host's name, or the one that the text is. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * What was found.
   *
   * @param addresses of all names, in the order of the list
   * @param unknown why a peer has no address, by the peer as it is written
   */
  public record Found(List<InetSocketAddress> addresses, Map<String, String> unknown) {
    /** Takes copies. */
    public Found {
      addresses = addresses.stream().distinct().toList();
      unknown = new LinkedHashMap<>(unknown);
    }
  }

  private static final int LOOKUPS_AT_ONCE = 8;

  private final List<EvsConfig.Peer> peers;
  private final int defaultPort;
  private final InetAddress bind;
  private final Resolver resolver;
  private final long waitMillis;
  private final Map<String, CompletableFuture<List<InetAddress>>> running = new LinkedHashMap<>();
  private final Map<String, List<InetAddress>> last = new LinkedHashMap<>();

  /**
   * Nothing is looked up yet.
   *
   * @param bind addresses of its IP version count
   * @param waitMillis how long a lookup is waited for; what comes later counts the next time
   */
  PeerNames(
      List<EvsConfig.Peer> peers,
      int defaultPort,
      InetAddress bind,
      Resolver resolver,
      long waitMillis) {
    this.peers = peers;
    this.defaultPort = defaultPort;
    this.bind = bind;
    this.resolver = resolver;
    this.waitMillis = waitMillis;
  }

  /** Whether any peer is given by a name, which may mean something else later. */
  boolean hasNames() {
    return peers.stream().anyMatch(each -> !isLiteral(each.host()));
  }

  /** Whether a text is an address and not a name; nobody is asked. */
  static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** Looks every name up, all at once. A name that has no address now keeps those it had. */
  Found find() {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(LOOKUPS_AT_ONCE, peers.size())), DaemonThreads.named("evs-dns"));
    try {
      for (EvsConfig.Peer peer : peers) {
        running.computeIfAbsent(
            peer.host(), host -> CompletableFuture.supplyAsync(() -> ofThisVersion(host), threads));
      }
      return collect();
    } finally {
      // What still runs ends by itself, and is asked for its result the next time.
      threads.shutdown();
    }
  }

  private Found collect() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String host : List.copyOf(running.keySet())) {
      reasons.put(host, await(host, running.get(host), deadline));
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    Map<String, String> unknown = new LinkedHashMap<>();
    for (EvsConfig.Peer peer : peers) {
      int port = peer.port() == 0 ? defaultPort : peer.port();
      List<InetAddress> known = last.getOrDefault(peer.host(), List.of());
      known.forEach(each -> addresses.add(new InetSocketAddress(each, port)));
      if (known.isEmpty()) {
        unknown.put(peer.toString(), reasons.get(peer.host()));
      }
    }
    return new Found(addresses, unknown);
  }

  /** Notes the addresses of a host; why there are none, or nothing. */
  private String await(
      String host, CompletableFuture<List<InetAddress>> lookup, long deadlineNanos) {
    try {
      long left = Math.max(0, deadlineNanos - System.nanoTime());
      List<InetAddress> addresses = lookup.get(left, TimeUnit.NANOSECONDS);
      running.remove(host);
      last.put(host, addresses);
      return "";
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return "was not looked up";
    } catch (TimeoutException late) {
      return "was not resolved within " + waitMillis / 1000 + " s: give its address instead";
    } catch (ExecutionException failed) {
      running.remove(host);
      return failed.getCause() instanceof NoAddress
          ? Causes.of(failed)
          : "cannot be resolved: give a known name or an address";
    }
  }

  private List<InetAddress> ofThisVersion(String host) {
    List<InetAddress> fitting = new ArrayList<>();
    try {
      for (InetAddress each : resolver.addresses(host)) {
        if (each instanceof Inet6Address == bind instanceof Inet6Address) {
          fitting.add(scoped(each));
        }
      }
    } catch (UnknownHostException unknown) {
      throw new NoAddress("cannot be resolved: give a known name or an address");
    }
    if (fitting.isEmpty()) {
      throw new NoAddress(
          "has no address of the IP version of "
              + bind.getHostAddress()
              + ": give one, or bind to the other version");
    }
    fitting.sort(Comparator.comparing(InetAddress::getHostAddress));
    return fitting;
  }

  /** A link-local address without an interface is taken to be on the one that is bound to. */
  private InetAddress scoped(InetAddress address) throws UnknownHostException {
    if (!(address instanceof Inet6Address)
        || !address.isLinkLocalAddress()
        || ((Inet6Address) address).getScopeId() != 0) {
      return address;
    }
    int scope = ((Inet6Address) bind).getScopeId();
    if (scope == 0) {
      throw new NoAddress(
          "is link-local and says no interface: write "
              + address.getHostAddress()
              + "%INTERFACE, or bind to a link-local address");
    }
    return Inet6Address.getByAddress(null, address.getAddress(), scope);
  }

  /** A name without an address of use, and why. */
  private static final class NoAddress extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoAddress(String reason) {
      super(reason);
    }
  }
}
