package io.evs.e2e;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Network namespaces on one bridge, which is in a namespace of its own: nothing of the host's
 * network is touched or reachable. Hosts are counted from 1 and have the addresses 10.77.0.N and
 * fd77::N. Names hold the number of this process, so that two test runs never meet and what a
 * killed one leaves behind is known as such.
 */
final class Namespaces implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("evse2e-(\\d+)-\\d+-\\w+");
  private static final AtomicInteger SERIAL = new AtomicInteger();
  private static final List<String> TABLES = List.of("iptables", "ip6tables");

  private final String prefix;
  private final int count;
  private final Thread hook = new Thread(this::remove, "evs-namespaces");

  private Namespaces(int count) {
    this.prefix = "evse2e-" + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet() + "-";
    this.count = count;
  }

  /**
   * Makes so many hosts. Aborts the test with the reason if this machine cannot, or fails it if
   * {@code EVS_REQUIRE_NETNS=1}.
   */
  static Namespaces create(int count) {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      String reason = "needs network namespaces: " + obstacle.get();
      if ("1".equals(System.getenv("EVS_REQUIRE_NETNS"))) {
        fail(reason + " (EVS_REQUIRE_NETNS=1)");
      }
      abort(reason);
    }
    removeLeftovers();
    Namespaces made = new Namespaces(count);
    Runtime.getRuntime().addShutdownHook(made.hook);
    try {
      made.build();
      return made;
    } catch (AssertionError e) {
      made.close();
      throw e;
    }
  }

  private static Optional<String> obstacle() {
    try {
      if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
        return Optional.of("not root");
      }
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of("not Linux");
    }
    String probe = "evse2e-" + ProcessHandle.current().pid() + "-0-probe";
    Tool.Result added = Tool.run(List.of("ip", "netns", "add", probe));
    if (added.exit() != 0) {
      return Optional.of("ip netns add: " + added.output());
    }
    try {
      for (String table : TABLES) {
        Tool.Result listed =
            Tool.run(List.of("ip", "netns", "exec", probe, table, "-w", "-n", "-L", "INPUT"));
        if (listed.exit() != 0) {
          return Optional.of(table + ": " + listed.output());
        }
      }
      return Optional.empty();
    } finally {
      Tool.run(List.of("ip", "netns", "delete", probe));
    }
  }

  /** Those of test processes that are gone. */
  private static void removeLeftovers() {
    for (String line : Tool.must("ip netns list").split("\n")) {
      Matcher name = NAME.matcher(line.split(" ")[0]);
      if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
        delete(name.group());
      }
    }
  }

  private void build() {
    String bridge = prefix + "br";
    Tool.must("ip netns add " + bridge);
    Tool.must("ip -n " + bridge + " link set lo up");
    Tool.must(
        "ip -n "
            + bridge
            + " link add br0 type bridge mcast_snooping 0 stp_state 0 forward_delay 0");
    Tool.must("ip -n " + bridge + " link set br0 up");
    for (int host = 1; host <= count; host++) {
      String name = name(host);
      Tool.must("ip netns add " + name);
      Tool.must("ip -n " + name + " link set lo up");
      Tool.must(
          "ip link add eth0 mtu 1500 netns "
              + name
              + " type veth peer name p"
              + host
              + " mtu 1500 netns "
              + bridge);
      Tool.must("ip -n " + bridge + " link set p" + host + " master br0 up");
      Tool.must("ip -n " + name + " addr add " + address(host) + "/24 dev eth0");
      Tool.must("ip -n " + name + " addr add " + address6(host) + "/64 dev eth0 nodad");
      Tool.must("ip -n " + name + " link set eth0 up");
      Tool.must("ip -n " + name + " route add 224.0.0.0/4 dev eth0");
    }
  }

  /** The numbers of the hosts. */
  List<Integer> hosts() {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  private String name(int host) {
    return prefix + "n" + host;
  }

  /** A host's IPv4 address. */
  String address(int host) {
    return "10.77.0." + host;
  }

  /** A host's IPv6 address. */
  String address6(int host) {
    return "fd77::" + host;
  }

  /** What stands before a command to run it on a host. */
  List<String> enter(int host) {
    return List.of("ip", "netns", "exec", name(host));
  }

  /** From now on every host loses that share of the UDP packets that reach it. */
  void lose(double probability) {
    for (int host : hosts()) {
      for (String table : TABLES) {
        on(
            host,
            table
                + " -w -A INPUT -p udp -m statistic --mode random --probability "
                + probability
                + " -j DROP");
      }
    }
  }

  /** From now on that host loses that share of the UDP packets that reach it; 0 ends it. */
  void lose(int host, double probability) {
    on(host, "iptables -w -F INPUT");
    if (probability > 0) {
      on(
          host,
          "iptables -w -A INPUT -p udp -m statistic --mode random --probability "
              + probability
              + " -j DROP");
    }
  }

  /** From now on one side does not hear the other, which still hears it. */
  void deafen(Collection<Integer> side, Collection<Integer> other) {
    oneWay("-I", side, other);
  }

  /** Takes that back. */
  void hear(Collection<Integer> side, Collection<Integer> other) {
    oneWay("-D", side, other);
  }

  private void oneWay(String how, Collection<Integer> side, Collection<Integer> other) {
    for (int a : side) {
      for (int b : other) {
        on(a, "iptables -w " + how + " INPUT -s " + address(b) + " -j DROP");
        on(a, "ip6tables -w " + how + " INPUT -s " + address6(b) + " -j DROP");
      }
    }
  }

  /** From now on that host loses the UDP packets over IPv4 that are longer, headers included. */
  void dropLonger(int host, int bytes) {
    on(host, "iptables -w -A INPUT -p udp -m length --length " + (bytes + 1) + ":65535 -j DROP");
  }

  /** From now on that host loses what is sent to that multicast group. */
  void dropGroup(int host, String group) {
    on(host, "iptables -w -A INPUT -d " + group + " -j DROP");
  }

  /** The interface of that host takes IP packets up to that size. */
  void mtu(int host, int bytes) {
    on(host, "ip link set eth0 mtu " + bytes);
  }

  /** From now on a host can send under the address of another one, as who is on its wire can. */
  void disguise(int host, int as) {
    // It must not answer for that address: the other one still has it.
    on(host, "sysctl -q -w net.ipv4.conf.all.arp_ignore=8");
    on(host, "ip addr add " + address(as) + "/32 dev eth0");
  }

  /**
   * Adds a line to the file of names that programs on a host see. Those that run see it only if the
   * file was there when they were started.
   */
  void addName(int host, String line) {
    try {
      Path file = names(name(host)).resolve("hosts");
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path names(String name) {
    return Path.of("/etc/netns", name);
  }

  /** A host loses its IPv4 address, and the routes with it. */
  void takeAddress(int host) {
    on(host, "ip addr del " + address(host) + "/24 dev eth0");
  }

  /** It gets it back. */
  void giveAddress(int host) {
    on(host, "ip addr add " + address(host) + "/24 dev eth0");
    on(host, "ip route replace 224.0.0.0/4 dev eth0");
  }

  /** From now on the two sides do not hear each other. */
  void separate(Collection<Integer> side, Collection<Integer> other) {
    cut("-I", side, other);
  }

  /** Takes back a separation of the same sides. */
  void reunite(Collection<Integer> side, Collection<Integer> other) {
    cut("-D", side, other);
  }

  private void cut(String how, Collection<Integer> side, Collection<Integer> other) {
    oneWay(how, side, other);
    oneWay(how, other, side);
  }

  private void on(int host, String words) {
    List<String> command = new ArrayList<>(enter(host));
    command.addAll(List.of(words.split(" +")));
    Tool.must(command);
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
  }

  private void remove() {
    for (int host : hosts()) {
      delete(name(host));
    }
    delete(prefix + "br");
  }

  /** With what still runs in it: a namespace lives as long as a process in it. */
  private static void delete(String name) {
    for (String pid : Tool.run(List.of("ip", "netns", "pids", name)).output().split("\\s+")) {
      if (pid.matches("\\d+")) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    Tool.run(List.of("ip", "netns", "delete", name));
    Tool.run(List.of("rm", "-rf", names(name).toString()));
  }
}
