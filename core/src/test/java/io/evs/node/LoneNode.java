package io.evs.node;

import io.evs.EvsConfig;
import io.evs.TestPorts;
import java.time.Duration;
import java.util.Random;

/** Nodes for tests of what runs on one: each is alone in a ring of its own. */
public final class LoneNode {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LoneNode() {}

  /** Starts one, and waits for its ring; the test closes it. */
  public static EvsNode start() {
    EvsNode node =
        EvsNode.start(
            EvsConfig.builder()
                .port(0)
                .multicastPort(TestPorts.unused())
                .ringName("test-" + Long.toHexString(new Random().nextLong()))
                .build());
    try {
      node.awaitMembers(1, PATIENCE);
      return node;
    } catch (RuntimeException | Error alone) {
      node.close();
      throw alone;
    }
  }
}
