package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long the others take to a ring without a member that was killed, and to one with its
 * successor. {@code EVS_E2E_REPEAT} says how often for each profile (default 1); the figures go to
 * standard output.
 */
@Timeout(1200)
class DetectionTimesTest extends E2e {
  private static final int REPEAT =
      Integer.parseInt(System.getenv().getOrDefault("EVS_E2E_REPEAT", "1"));
  private static final int HOSTS = 3;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String REGULAR = "\"kind\":\"regular\"";
  private static final Pattern START = Pattern.compile("\\{\"e\":\"start\",\"t\":(\\d+)");

  private final Map<Integer, EvsProcess> members = new TreeMap<>();
  private final List<Double> killed = new ArrayList<>();
  private final List<Double> merged = new ArrayList<>();
  private final List<Double> mergedFromExec = new ArrayList<>();
  private Namespaces network;
  private NetworkRing ring;
  private Path traces;

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
            "--trace",
            traces.toString());
    members.put(host, start(command.on(network, host)));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"default", "fast"})
  void aDeadMemberIsLeftOutAndItsSuccessorTakenIn(String profile) throws IOException {
    network = later(Namespaces.create(HOSTS));
    traces = home.resolve("traces");
    ring = new NetworkRing(network, home, /* multicast= */ true, /* ipv6= */ false);
    ring.profile(profile).write();
    network.hosts().forEach(this::join);
    awaitRing("[1,2,3]");
    for (int i = 0; i < REPEAT; i++) {
      once(1 + i % HOSTS);
    }
    report(profile, "kill -9 to the ring of the others", killed);
    report(profile, "restarted member's first act to the ring of all", merged);
    report(profile, "restarted command line to the ring of all", mergedFromExec);
    EvsProcess verify = evs("verify", traces.toString(), "--json").run();
    assertThat(verify.exit()).as(verify.describe()).isZero();
  }

  private void once(int victim) throws IOException {
    long kill = System.nanoTime();
    members.remove(victim).kill();
    String others = members.keySet().toString().replace(" ", "");
    killed.add((awaitRing(others) - kill) / 1e6);
    long exec = System.nanoTime();
    join(victim);
    long together = awaitRing("[1,2,3]");
    mergedFromExec.add((together - exec) / 1e6);
    merged.add((together - started(victim)) / 1e6);
  }

  /** Waits until the last ring that each of them has printed is that; when the last one did. */
  private long awaitRing(String ids) {
    String part = "\"members\":" + ids;
    long last = Long.MIN_VALUE;
    for (EvsProcess member : members.values()) {
      member.awaitThat(
          "a ring of " + ids,
          SOON,
          p -> p.last(REGULAR).filter(l -> l.text().contains(part)).isPresent());
      last = Math.max(last, member.last(REGULAR).orElseThrow().nanos());
    }
    return last;
  }

  /** When the member began its present life, by the clock that all processes share. */
  private long started(int host) throws IOException {
    Matcher starts = START.matcher(Files.readString(traces.resolve("p" + host + ".jsonl")));
    long micros = 0;
    while (starts.find()) {
      micros = Long.parseLong(starts.group(1));
    }
    return micros * 1000;
  }

  private static void report(String profile, String what, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "detection: %s: %s: median %.0f ms, worst %.0f ms, of %d%n",
        profile,
        what,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() - 1),
        sorted.size());
  }
}
