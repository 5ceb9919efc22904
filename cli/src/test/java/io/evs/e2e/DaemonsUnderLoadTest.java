package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Programs;
import io.evs.cli.Run;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three daemons on a network, with a key; on each clients in Java and Python that talk at once.
 * Clients and a daemon are killed; who survives has seen one order.
 */
@Tag("full-load")
@Timeout(300)
class DaemonsUnderLoadTest extends E2e {
  private static final Path PYTHON_CLIENT =
      Path.of("..", "docs", "examples", "evs_client.py").toAbsolutePath().normalize();
  private static final int LINES = 4000;
  private static final String END = "the end of";

  private final List<Thread> typists = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void everySurvivingClientSeesOneOrder() throws Exception {
    Programs.need("python3");
    Namespaces network = later(Namespaces.create(3));
    NetworkRing ring = new NetworkRing(network, home, false, false);
    ring.key(key("authkey")).write();
    List<EvsProcess> nodes = startNodes(network, ring);
    Run status = evs("status", "--json").with("EVS_IPC_SOCKET", socket(1)).here();
    assertThat(status.document().get("security").get("suite").asText()).isEqualTo("aes-256-gcm");

    List<EvsProcess> java = new ArrayList<>();
    List<EvsProcess> python = new ArrayList<>();
    for (int host : network.hosts()) {
      for (int i = 0; i < 2; i++) {
        java.add(
            start(evs("group", "join", "load", "--json").with("EVS_IPC_SOCKET", socket(host))));
      }
      python.add(
          start(
              EvsProcess.program(
                  home,
                  "python3",
                  PYTHON_CLIENT.toString(),
                  "--socket",
                  socket(host),
                  "join",
                  "load")));
    }
    Chat.awaitMembers(9, java.toArray(EvsProcess[]::new));

    List<EvsProcess> all = new ArrayList<>(java);
    all.addAll(python);
    all.forEach(each -> type(each, all.indexOf(each)));
    EvsProcess watch = java.get(0);
    watch.awaitThat("load", p -> p.out().size() > 2000);
    // One client on the first host, which others share, and one in Python.
    java.get(1).kill();
    python.get(1).kill();
    watch.awaitThat("more load", p -> p.out().size() > 5000);
    nodes.get(2).kill();
    watch.awaitThat("the node is gone", p -> p.output().contains("\"node_down\""));
    int atLeast = watch.out().size() + 1000;
    watch.awaitThat("load afterwards", p -> p.out().size() > atLeast);
    over.set(true);
    for (Thread typist : typists) {
      typist.join();
    }

    assertOneOrder(java, python.get(0), all);
    assertThat(nodes.get(0).isAlive() && nodes.get(1).isAlive()).isTrue();
  }

  private List<EvsProcess> startNodes(Namespaces network, NetworkRing ring) {
    List<EvsProcess> nodes = new ArrayList<>();
    for (int host : network.hosts()) {
      nodes.add(
          start(
              evs("node", "--config", ring.config(host))
                  .with("EVS_IPC_SOCKET", socket(host))
                  .on(network, host)));
    }
    nodes.forEach(node -> node.awaitError("clients are served at"));
    return nodes;
  }

  private void assertOneOrder(List<EvsProcess> java, EvsProcess python, List<EvsProcess> all) {
    List<EvsProcess> alive = List.of(java.get(0), java.get(2), java.get(3), python);
    for (EvsProcess each : alive) {
      each.type(END + " " + all.indexOf(each));
    }
    for (EvsProcess each : alive) {
      each.awaitThat("all ends", p -> count(p, END) == alive.size());
    }
    List<String> order = jsonOrder(java.get(0));
    assertThat(order).hasSizeGreaterThan(5000).doesNotHaveDuplicates();
    assertThat(jsonOrder(java.get(2))).isEqualTo(order);
    assertThat(jsonOrder(java.get(3))).isEqualTo(order);
    assertThat(pythonOrder(python)).isEqualTo(order);
    for (EvsProcess dead : List.of(java.get(4), java.get(5))) {
      assertThat(dead.awaitExit()).as(dead.describe()).isEqualTo(3);
      assertThat(dead.errors()).contains("the connection to the ring is lost");
      // They saw the same up to their end.
      List<String> seen = jsonOrder(dead);
      assertThat(order.subList(0, seen.size())).isEqualTo(seen);
    }
  }

  private String socket(int host) {
    return home.resolve("node" + host + ".sock").toString();
  }

  /** Types lines until it is over, or the process is gone. */
  private void type(EvsProcess client, int number) {
    Thread typist =
        new Thread(
            () -> {
              try {
                for (int line = 0; line < LINES && !over.get(); line++) {
                  client.type("line " + number + " " + line);
                }
              } catch (UncheckedIOException killed) {
                return;
              }
            });
    typist.setDaemon(true);
    typists.add(typist);
    typist.start();
  }

  private static long count(EvsProcess client, String part) {
    return client.out().stream().filter(line -> line.text().contains(part)).count();
  }

  private static List<String> jsonOrder(EvsProcess client) {
    return client.events(Chat.is("message")).stream()
        .map(
            message ->
                message.get("sender").get("node_id").asText()
                    + "/"
                    + message.get("sender").get("process_id").asText()
                    + ": "
                    + message.get("text").asText())
        .toList();
  }

  private static List<String> pythonOrder(EvsProcess client) {
    return client.out().stream()
        .map(EvsProcess.Line::text)
        .filter(line -> !line.startsWith("--"))
        .toList();
  }
}
