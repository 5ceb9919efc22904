package io.evs.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** One ring over the hosts of a network: an {@code evs.yaml} for each. */
final class NetworkRing {
  private final Namespaces network;
  private final Path folder;
  private final boolean multicast;
  private final boolean ipv6;
  private String profile = "default";
  private String key = "";
  private boolean nodes;

  NetworkRing(Namespaces network, Path folder, boolean multicast, boolean ipv6) {
    this.network = network;
    this.folder = folder;
    this.multicast = multicast;
    this.ipv6 = ipv6;
  }

  /** Chooses the profile of the files written from now on. */
  NetworkRing profile(String name) {
    profile = name;
    return this;
  }

  /** Gives the ring a key, in the files written from now on. */
  NetworkRing key(Path file) {
    key = "keyfile: " + file;
    return this;
  }

  /** Gives each host a key ring and a socket for clients, in the files written from now on. */
  NetworkRing nodes() {
    nodes = true;
    return this;
  }

  /** Where the node of that host serves its clients. */
  Path socket(int host) {
    return folder.resolve(host + ".sock");
  }

  /** Writes the files, with those lines below {@code totem:}. */
  void write(String... totem) {
    for (int host : network.hosts()) {
      String text =
          String.join(
              "\n",
              "node:",
              "  id: " + host,
              "  bind: \"" + address(host) + "\"",
              "  state_dir: " + folder.resolve("state" + host),
              "transport: " + (multicast ? "multicast" : "unicast"),
              multicast
                  ? "multicast: {group: \"" + (ipv6 ? "ff15::77" : "239.192.77.1") + "\"}"
                  : "peers: [" + everybody() + "]",
              "ring: {name: e2e, profile: " + profile + "}",
              security(host),
              nodes ? "ipc: {socket: " + socket(host) + "}" : "",
              totem.length == 0 ? "" : "totem: {" + String.join(", ", totem) + "}",
              "");
      try {
        Files.writeString(Path.of(config(host)), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String security(int host) {
    if (key.isEmpty()) {
      return "";
    }
    String keyring = nodes ? ", keyring: " + folder.resolve("keys" + host) : "";
    return "security: {" + key + keyring + "}";
  }

  private String everybody() {
    List<Integer> hosts = network.hosts();
    return hosts.stream().map(this::address).collect(Collectors.joining("\", \"", "\"", "\""));
  }

  private String address(int host) {
    return ipv6 ? network.address6(host) : network.address(host);
  }

  /** The file of that host. */
  String config(int host) {
    return folder.resolve("evs" + host + ".yaml").toString();
  }
}
