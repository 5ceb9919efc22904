package io.evs.shell;

import io.evs.EvsConfig;
import io.evs.node.EvsNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** A real member, alone on a ring that nobody else can meet. */
final class LoneMember implements AutoCloseable {
  private final EvsNode node;

  LoneMember(Path state) {
    node =
        EvsNode.start(
            EvsConfig.builder()
                .nodeId(7)
                .nodeName("seven")
                .bind("127.0.0.1")
                .transport(EvsConfig.TransportKind.UNICAST)
                .ringName("shell-" + UUID.randomUUID())
                .stateDir(state)
                .build());
    node.awaitMembers(1, Duration.ofSeconds(20));
  }

  EvsNode node() {
    return node;
  }

  @Override
  public void close() {
    node.close();
  }
}
