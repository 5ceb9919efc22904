package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three hosts that lose a tenth of all packets, one of which is killed and comes back, and then cut
 * off and reached again, while all send. {@code EVS_E2E_SECONDS} says for how long (default 5).
 */
@Tag("full-load")
@Timeout(400)
class LossyNetworkTest extends E2e {
  private static final int SECONDS =
      Integer.parseInt(System.getenv().getOrDefault("EVS_E2E_SECONDS", "5"));
  private static final int LONG_RUN_SECONDS = 60;
  private static final double LOSS = 0.1;

  /** So many that something is on its way at every change of the ring. */
  private static final int LINES_PER_BURST = 3;

  private static final int BURST_MILLIS = 2;

  private static final String LOAD = "load ";
  private static final String MARK = "mark ";

  private final Map<Integer, EvsProcess> members = new ConcurrentHashMap<>();
  private final AtomicBoolean loading = new AtomicBoolean(true);
  private Namespaces network;
  private NetworkRing ring;
  private Path traces;

  @BeforeEach
  void makeNetwork() {
    network = later(Namespaces.create(3));
    traces = home.resolve("traces");
  }

  private void join(int host) {
    EvsProcess.Command command =
        evs(
            "group",
            "join",
            "load",
            "--json",
            "--insecure",
            "--config",
            ring.config(host),
            "--guarantee",
            host == 1 ? "agreed" : "safe",
            "--trace",
            traces.toString());
    members.put(host, start(command.on(network, host).forgetting("\"text\":\"" + LOAD)));
  }

  private void awaitRingOf(int size, int... hosts) {
    for (int host : hosts) {
      members.get(host).awaitThat("a ring of " + size, member -> ringOf(member) == size);
    }
  }

  private static int ringOf(EvsProcess member) {
    List<JsonNode> seen = member.events(e -> e.get("event").asText().equals("configuration"));
    return seen.isEmpty() ? 0 : seen.get(seen.size() - 1).get("members").size();
  }

  /** A member's share of the load, each time it is called; waits when the ring is slower. */
  private void burst(int host) {
    EvsProcess member = members.get(host);
    for (int line = 0; line < LINES_PER_BURST && loading.get(); line++) {
      int more = ThreadLocalRandom.current().nextInt(20) == 0 ? 5000 : 50;
      try {
        member.type(LOAD + "x".repeat(ThreadLocalRandom.current().nextInt(more)));
      } catch (UncheckedIOException killed) {
        return;
      }
    }
  }

  /** Lets everything go on for a fifth of the whole time. */
  private static void phase() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS) / 5;
    await().atMost(Duration.ofSeconds(SECONDS + 10L)).until(() -> System.nanoTime() >= end);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"unicast", "multicast"})
  void allPropertiesHoldThroughACrashARestartAndAPartition(String transport) throws Exception {
    ring = new NetworkRing(network, home, transport.equals("multicast"), /* ipv6= */ false);
    ring.write();
    network.lose(LOSS);
    network.hosts().forEach(this::join);
    awaitRingOf(3, 1, 2, 3);
    ScheduledExecutorService load = Executors.newScheduledThreadPool(network.hosts().size());
    try {
      for (int host : network.hosts()) {
        load.scheduleWithFixedDelay(() -> burst(host), 0, BURST_MILLIS, TimeUnit.MILLISECONDS);
      }
      phase();
      members.get(3).kill();
      awaitRingOf(2, 1, 2);
      phase();
      join(3);
      awaitRingOf(3, 1, 2, 3);
      phase();
      network.separate(List.of(1), List.of(2, 3));
      awaitRingOf(1, 1);
      awaitRingOf(2, 2, 3);
      phase();
      network.reunite(List.of(1), List.of(2, 3));
      awaitRingOf(3, 1, 2, 3);
      phase();
    } finally {
      loading.set(false);
      load.shutdown();
    }
    assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    endAsOneRing();
    checkTraces();
  }

  private void endAsOneRing() {
    members.forEach((host, member) -> member.type(MARK + host));
    for (EvsProcess member : members.values()) {
      member.awaitThat("all marks", p -> marks(p).size() == members.size());
      assertThat(marks(member)).isEqualTo(marks(members.get(1)));
    }
    for (EvsProcess member : members.values()) {
      member.endInput();
      assertThat(member.awaitExit()).as(member.describe()).isZero();
      assertThat(member.errors()).doesNotContain("Exception");
    }
  }

  private static List<String> marks(EvsProcess member) {
    return member.events(e -> e.path("text").asText().startsWith(MARK)).stream()
        .map(e -> e.get("text").asText())
        .toList();
  }

  private void checkTraces() {
    EvsProcess verify = evs("verify", traces.toString(), "--json").run();
    assertThat(verify.exit()).as(verify.describe()).isZero();
    JsonNode report = verify.document();
    assertThat(report.get("ok").asBoolean()).isTrue();
    assertThat(report.get("violations")).isEmpty();
    // The killed member and its successor share a file.
    assertThat(report.get("processes").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(report.get("deliveries").asLong()).isGreaterThan(1000);
    assertThat(report.get("exercised").get("rings").asInt()).isGreaterThanOrEqualTo(5);
    // Whether a message is on its way at the very moment of a change is chance in a short run: the
    // simulator's campaign is what makes sure of tails (coverage marks), a long run here shows
    // them.
    if (SECONDS >= LONG_RUN_SECONDS) {
      assertThat(report.get("exercised").get("tails").asInt()).isPositive();
    }
    // For whoever runs it for longer and wants to know what it came to.
    System.out.println("evs verify: " + verify.output().strip());
  }
}
