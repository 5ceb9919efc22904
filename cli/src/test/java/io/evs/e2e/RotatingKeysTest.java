package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.cli.Run;
import io.evs.security.key.KeyFiles;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three nodes on hosts that lose a tenth of all packets, with clients that send all the time, while
 * their key is changed {@code EVS_E2E_ROTATIONS} times (default 2) with the commands that an
 * operator uses. One node is killed, misses a change, and returns.
 */
@Tag("full-load")
@Timeout(1800)
class RotatingKeysTest extends E2e {
  private static final int ROTATIONS =
      Integer.parseInt(System.getenv().getOrDefault("EVS_E2E_ROTATIONS", "2"));
  private static final double LOSS = 0.1;
  private static final Duration LOAD_EVERY = Duration.ofMillis(3);

  private final Map<Integer, EvsProcess> nodes = new ConcurrentHashMap<>();
  private final Map<Integer, EvsProcess> clients = new ConcurrentHashMap<>();
  private final AtomicBoolean loading = new AtomicBoolean(true);
  private Namespaces network;
  private NetworkRing ring;
  private Path traces;

  private EvsProcess.Command local(int host, String... words) {
    return evs(words).with("EVS_IPC_SOCKET", ring.socket(host).toString()).on(network, host);
  }

  private Run on(int host, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", ring.config(host)));
    return local(host, all.toArray(String[]::new)).here();
  }

  private JsonNode must(int host, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return on(host, all.toArray(String[]::new)).document();
  }

  private void startNode(int host) {
    EvsProcess node =
        start(local(host, "node", "--config", ring.config(host), "--trace", traces.toString()));
    node.awaitError("clients are served");
    nodes.put(host, node);
  }

  private void startClient(int host) {
    EvsProcess client =
        start(
            local(host, "group", "join", "load", "--json", "--config", ring.config(host))
                .forgetting("\"text\":\"x"));
    clients.put(host, client);
  }

  private void burst(int host) {
    if (loading.get()) {
      try {
        clients.get(host).type("x".repeat(1 + ThreadLocalRandom.current().nextInt(2000)));
      } catch (UncheckedIOException killed) {
        return;
      }
    }
  }

  private int members() {
    return must(1, "members").get("members").size();
  }

  private String newKey(int round) {
    Path file = key("key" + round);
    String id = "";
    for (int host : network.hosts()) {
      id = must(host, "key", "install", file.toString()).get("key_id").asText();
    }
    return id;
  }

  /** Members take installed keys up within a second. */
  private void use(int host, String key) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> on(host, "key", "use", key, "--json").exit() == 0);
  }

  private void retire(int host, String key, int confirming) {
    JsonNode retired = must(host, "key", "retire", key, "--wait", "20s");
    assertThat(retired.get("members")).hasSize(confirming);
  }

  /** The ids of the keys that members seal with; of one that was not heard in time, nothing. */
  private List<String> active() {
    return StreamSupport.stream(must(2, "key", "list", "--all").get("members").spliterator(), false)
        .map(each -> each.path("active").asText())
        .toList();
  }

  private void awaitActive(String key) {
    await().atMost(Duration.ofSeconds(60)).until(() -> active().equals(List.of(key, key, key)));
  }

  private static int configurations(EvsProcess client) {
    return client.events(Chat.CONFIGURATION).size();
  }

  @Test
  void keysChangeUnderLoadAndLossWithoutAConfigurationChange() throws Exception {
    network = later(Namespaces.create(3));
    traces = home.resolve("traces");
    Path first = home.resolve("key");
    assertThat(evs("keygen", first.toString()).run().exit()).isZero();
    ring = new NetworkRing(network, home, false, false).key(first).nodes();
    ring.write();
    network.lose(LOSS);
    network.hosts().forEach(this::startNode);
    await().atMost(Duration.ofSeconds(60)).until(() -> members() == 3);
    network.hosts().forEach(this::startClient);
    for (EvsProcess client : clients.values()) {
      client.awaitThat("all clients", p -> p.output().contains("\"joined\":[{"));
    }
    ScheduledExecutorService load = Executors.newScheduledThreadPool(3);
    try {
      for (int host : network.hosts()) {
        load.scheduleWithFixedDelay(
            () -> burst(host), 0, LOAD_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
      String old = KeyFiles.read(first).name();
      awaitActive(old);
      int before = configurations(clients.get(1));
      for (int round = 0; round < ROTATIONS; round++) {
        String key = newKey(round);
        use(1 + round % 3, key);
        awaitActive(key);
        retire(1 + (round + 1) % 3, old, 3);
        old = key;
      }
      assertThat(configurations(clients.get(1))).isEqualTo(before);
      missOneAndReturn(old);
    } finally {
      loading.set(false);
      load.shutdown();
    }
    assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    end();
  }

  private void missOneAndReturn(String old) {
    String key = newKey(ROTATIONS);
    nodes.get(3).kill();
    await().atMost(Duration.ofSeconds(60)).until(() -> members() == 2);
    use(1, key);
    Run refused = on(2, "key", "retire", old);
    assertThat(refused.exit()).as(refused.describe()).isEqualTo(1);
    assertThat(refused.err()).contains("member 3 must confirm");
    startNode(3);
    startClient(3);
    await().atMost(Duration.ofSeconds(60)).until(() -> members() == 3);
    awaitActive(key);
    retire(2, old, 3);
  }

  private void end() {
    for (EvsProcess client : clients.values()) {
      client.endInput();
      assertThat(client.awaitExit()).as(client.describe()).isZero();
    }
    for (EvsProcess node : nodes.values()) {
      node.terminate();
      assertThat(node.awaitExit()).as(node.describe()).isEqualTo(143);
      assertThat(node.errors()).doesNotContain("Exception");
    }
    JsonNode report = evs("verify", traces.toString(), "--json").run().document();
    assertThat(report.get("ok").asBoolean()).as(report.toString()).isTrue();
    assertThat(report.get("deliveries").asLong()).isGreaterThan(1000);
    System.out.println(ROTATIONS + " rotations; evs verify: " + report);
  }
}
