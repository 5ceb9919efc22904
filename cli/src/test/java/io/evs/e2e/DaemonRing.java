package io.evs.e2e;

import java.util.Map;
import java.util.TreeMap;

/** Three nodes with a key on a ring of their own on loopback, each with its socket. */
final class DaemonRing {
  private final E2e test;
  private final Map<String, String> ring = LoopbackRing.unique();
  private final Map<Integer, EvsProcess> nodes = new TreeMap<>();

  DaemonRing(E2e test) {
    this(test, Map.of());
  }

  /** With these variables for all its nodes and commands. */
  DaemonRing(E2e test, Map<String, String> more) {
    this.test = test;
    ring.putAll(more);
    ring.put("EVS_SECURITY_KEYFILE", test.key("key").toString());
    for (int id = 1; id <= 3; id++) {
      start(id);
    }
    for (int id = 1; id <= 3; id++) {
      nodes.get(id).awaitError("evs node: node " + id);
    }
  }

  /** Starts a node. */
  void start(int id) {
    nodes.put(id, test.start(at(id, "node")));
  }

  /** Kills a node as a crash would. */
  void kill(int id) {
    nodes.get(id).kill();
  }

  /** The process of a node. */
  EvsProcess node(int id) {
    return nodes.get(id);
  }

  /** A command that belongs to a node: its client, where the command can be one. */
  EvsProcess.Command at(int id, String... words) {
    return test.evs(words)
        .with(ring)
        .with("EVS_NODE_ID", String.valueOf(id))
        .with("EVS_NODE_NAME", "n" + id)
        .with("EVS_IPC_SOCKET", test.home.resolve("n" + id + ".sock").toString());
  }
}
