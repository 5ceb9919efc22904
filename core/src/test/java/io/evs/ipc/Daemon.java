package io.evs.ipc;

import io.evs.EvsConfig;
import io.evs.TestPorts;
import io.evs.TotemOption;
import io.evs.ipc.socket.IpcSettings;
import io.evs.node.EvsNode;
import io.evs.node.status.StatusJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Nodes of one ring on loopback, each with a server, as {@code evs node} has them. */
final class Daemon implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(30);

  final EvsNode node;
  final IpcServer server;
  final Path socket;

  private Daemon(EvsNode node, IpcServer server) {
    this.node = node;
    this.server = server;
    this.socket = server.path();
  }

  static EvsConfig.Builder ring() throws IOException {
    int port = TestPorts.unused();
    return EvsConfig.builder()
        .port(0)
        .multicastPort(port)
        .ringName("test-" + Long.toHexString(new Random().nextLong()))
        .totem(TotemOption.TOKEN, Duration.ofMillis(1000));
  }

  static Daemon start(EvsConfig config, IpcSettings settings) {
    EvsNode node = EvsNode.start(config);
    try {
      return new Daemon(
          node, IpcServer.start(node, settings, () -> StatusJson.write(node.status())));
    } catch (RuntimeException failed) {
      node.close();
      throw failed;
    }
  }

  /** A ring of so many, when it has formed. */
  static List<Daemon> ringOf(int count, Path folder) throws IOException {
    EvsConfig.Builder ring = ring();
    List<Daemon> all = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Path socket = folder.resolve("node" + i + ".sock");
      all.add(start(ring.nodeId(i).build(), IpcSettings.of(socket)));
    }
    all.forEach(each -> each.node.awaitMembers(count, LONG));
    return all;
  }

  @Override
  public void close() {
    server.close();
    node.close();
  }
}
