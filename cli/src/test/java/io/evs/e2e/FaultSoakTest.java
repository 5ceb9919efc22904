package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Four processes in namespaces under rotating faults while all send: kill -9, SIGSTOP, loss,
 * partitions, one-way too, and loss of the address. {@code EVS_E2E_SECONDS} says for how long
 * (default 10, but each kind of fault is met once), {@code EVS_E2E_SEED} which faults, {@code
 * EVS_E2E_PROFILE} on which ring (fast). The first host is never killed, so that what it holds can
 * be measured over the whole time.
 */
@Tag("full-load")
@Timeout(3600)
class FaultSoakTest extends E2e {
  private static final int SECONDS = Integer.parseInt(setting("EVS_E2E_SECONDS", "10"));
  private static final String PROFILE = setting("EVS_E2E_PROFILE", "fast");
  private static final long SEED =
      Long.parseLong(setting("EVS_E2E_SEED", String.valueOf(System.nanoTime() % 1_000_000)));

  private static final int HOSTS = 4;
  private static final int BURST_MILLIS = 5;
  private static final int SAMPLES = 10;
  private static final int FLAT_FROM_SECONDS = 120;
  private static final int FILES_MORE_MAX = 4;
  private static final long HEAP_MORE_MAX_KIB = 4096;
  private static final long DIRECT_MORE_MAX_KIB = 8192;
  private static final Duration TOGETHER = Duration.ofSeconds(90);
  private static final String LOAD = "load ";
  private static final String MARK = "mark ";
  private static final String REGULAR = "\"kind\":\"regular\"";

  /** What is done to the processes and their network. */
  private enum Fault {
    KILL,
    STOP,
    LOSS,
    PARTITION,
    ONE_WAY,
    ADDRESS
  }

  private final Random random = new Random(SEED);
  private final Map<Integer, EvsProcess> members = new ConcurrentHashMap<>();
  private final Map<Fault, Integer> counts = new TreeMap<>();
  private final List<Fault> deck = new ArrayList<>();
  private final List<Footprint> footprints = new ArrayList<>();
  private final AtomicBoolean loading = new AtomicBoolean(true);
  private Namespaces network;
  private NetworkRing ring;
  private Path traces;

  private static String setting(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  @BeforeEach
  void makeNetwork() {
    network = later(Namespaces.create(HOSTS));
    traces = home.resolve("traces");
    ring = new NetworkRing(network, home, /* multicast= */ true, /* ipv6= */ false);
    ring.profile(PROFILE).write();
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
            host % 2 == 1 ? "agreed" : "safe",
            "--trace",
            traces.toString());
    members.put(
        host,
        start(
            command
                .on(network, host)
                .with("EVS_JAVA_OPTS", Footprint.JAVA_OPTION)
                .forgetting("\"text\":\"" + LOAD)));
  }

  @Test
  void allPropertiesHoldUnderRotatingFaults() throws Exception {
    System.out.println("soak: EVS_E2E_SEED=" + SEED + ", " + SECONDS + " s, profile " + PROFILE);
    network.hosts().forEach(this::join);
    awaitTogether();
    ScheduledExecutorService load = Executors.newScheduledThreadPool(HOSTS);
    try {
      for (int host : network.hosts()) {
        load.scheduleWithFixedDelay(() -> say(host), 0, BURST_MILLIS, TimeUnit.MILLISECONDS);
      }
      long start = System.nanoTime();
      int rounds = 0;
      for (double passed = 0;
          passed < SECONDS || rounds < Fault.values().length;
          passed = (System.nanoTime() - start) / 1e9) {
        if (passed >= (double) SECONDS * footprints.size() / SAMPLES) {
          sample(passed);
        }
        Fault fault = next();
        suffer(fault);
        long over = System.nanoTime();
        awaitTogether();
        long millis = (System.nanoTime() - over) / 1_000_000;
        System.out.printf(
            Locale.ROOT, "soak: %.1f s: %s, together after %d ms%n", passed, fault, millis);
        rounds++;
      }
      sample((System.nanoTime() - start) / 1e9);
      System.out.println("soak: " + rounds + " faults: " + counts);
    } finally {
      loading.set(false);
      load.shutdown();
    }
    assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    endAsOneRing();
    checkTraces();
    checkFootprints();
  }

  private void say(int host) {
    try {
      if (loading.get()) {
        int more = ThreadLocalRandom.current().nextInt(20) == 0 ? 5000 : 50;
        members.get(host).type(LOAD + "x".repeat(ThreadLocalRandom.current().nextInt(more)));
      }
    } catch (UncheckedIOException killed) {
      return;
    }
  }

  private Fault next() {
    if (deck.isEmpty()) {
      deck.addAll(List.of(Fault.values()));
      Collections.shuffle(deck, random);
    }
    return deck.remove(0);
  }

  private void suffer(Fault fault) {
    counts.merge(fault, 1, Integer::sum);
    List<Integer> hosts = new ArrayList<>(network.hosts());
    Collections.shuffle(hosts, random);
    int cut = 1 + random.nextInt(HOSTS - 1);
    List<Integer> side = hosts.subList(0, cut);
    List<Integer> other = hosts.subList(cut, HOSTS);
    int one = hosts.get(0) == 1 ? hosts.get(1) : hosts.get(0);
    switch (fault) {
      case KILL -> {
        members.get(one).kill();
        letTokensPass(0.1, 4);
        join(one);
      }
      case STOP -> {
        members.get(side.get(0)).stop();
        letTokensPass(0.5, 10);
        members.get(side.get(0)).proceed();
      }
      case LOSS -> {
        double share = 0.01 + 0.29 * random.nextDouble();
        side.forEach(host -> network.lose(host, share));
        letTokensPass(1, 10);
        side.forEach(host -> network.lose(host, 0));
      }
      case PARTITION -> {
        network.separate(side, other);
        letTokensPass(0.5, 5);
        network.reunite(side, other);
      }
      case ONE_WAY -> {
        network.deafen(side, other);
        letTokensPass(0.5, 5);
        network.hear(side, other);
      }
      case ADDRESS -> {
        network.takeAddress(one);
        letTokensPass(0.5, 5);
        network.giveAddress(one);
      }
    }
  }

  /** Lets pass a time of that many token time-outs, short ones as likely as long ones. */
  private void letTokensPass(double from, double to) {
    double tokenMillis = PROFILE.equals("fast") ? 120 : 1000;
    double length = tokenMillis * from * Math.pow(to / from, random.nextDouble());
    long end = System.nanoTime() + (long) (length * 1e6);
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(TOGETHER)
        .until(() -> System.nanoTime() - end >= 0);
  }

  private void awaitTogether() {
    String all = "\"members\":[1,2,3,4]";
    for (EvsProcess member : members.values()) {
      member.awaitThat(
          "a ring of all",
          TOGETHER,
          p -> p.last(REGULAR).filter(l -> l.text().contains(all)).isPresent());
    }
  }

  private void sample(double passed) {
    footprints.add(Footprint.of(members.get(1)));
    String at = String.format(Locale.ROOT, "%.0f", passed);
    System.out.println("soak: " + at + " s: n1 " + footprints.get(footprints.size() - 1).cells());
  }

  private void endAsOneRing() {
    members.forEach((host, member) -> member.type(MARK + host));
    for (EvsProcess member : members.values()) {
      member.awaitThat("all marks", p -> marks(p).size() == HOSTS);
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
    System.out.println("soak: evs verify: " + verify.output().strip());
    assertThat(verify.exit()).as(verify.describe()).isZero();
    JsonNode report = verify.document();
    assertThat(report.get("ok").asBoolean()).isTrue();
    assertThat(report.get("processes").asInt()).isEqualTo(HOSTS);
    assertThat(report.get("deliveries").asLong()).isGreaterThan(1000);
    assertThat(report.get("exercised").get("rings").asInt()).isGreaterThan(2);
  }

  /** In a short run memory has not settled; descriptors never grow. */
  private void checkFootprints() {
    Footprint early = footprints.get(Math.min(1, footprints.size() - 1));
    Footprint late = footprints.get(footprints.size() - 1);
    assertThat(late.files()).isLessThanOrEqualTo(early.files() + FILES_MORE_MAX);
    assertThat(late.heapKib()).as("what was measured").isPositive();
    assertThat(late.directKib()).as("what was measured").isPositive();
    if (SECONDS >= FLAT_FROM_SECONDS) {
      assertThat(late.heapKib()).isLessThanOrEqualTo(early.heapKib() + HEAP_MORE_MAX_KIB);
      assertThat(late.directKib()).isLessThanOrEqualTo(early.directKib() + DIRECT_MORE_MAX_KIB);
    }
  }
}
