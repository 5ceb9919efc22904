package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nobody suspects a member that is alive: three processes with small heaps, which must be collected
 * many times, under full load for {@code EVS_E2E_SECONDS} (default 5), on a ring of {@code
 * EVS_E2E_PROFILE} (default: default). {@code evs bench} fails if a member leaves meanwhile.
 */
@Tag("full-load")
@Timeout(3600)
class SteadyLoadTest extends E2e {
  private static final int HOSTS = 3;
  private static final int SECONDS =
      Integer.parseInt(System.getenv().getOrDefault("EVS_E2E_SECONDS", "5"));
  private static final String PROFILE = System.getenv().getOrDefault("EVS_E2E_PROFILE", "default");
  private static final String SMALL_HEAP = "-Xmx64m";

  @Test
  void noMemberIsLeftOutUnderLoadWithGarbageCollection() {
    Namespaces network = later(Namespaces.create(HOSTS));
    NetworkRing ring = new NetworkRing(network, home, /* multicast= */ true, /* ipv6= */ false);
    ring.profile(PROFILE).write();
    EvsProcess one = start(bench(network, ring, 1, "--passive"));
    EvsProcess two = start(bench(network, ring, 2, "--passive"));
    one.awaitError("2 members take part");
    String[] sending = {
      "--nodes",
      "3",
      "--json",
      "--sizes",
      "1300",
      "--warmup",
      "2s",
      "--at-half",
      "none",
      "--duration",
      SECONDS + "s"
    };
    EvsProcess sender = start(bench(network, ring, 3, sending));
    sender.endInput();
    sender.awaitThat("the end", Duration.ofSeconds(SECONDS + 90L), p -> !p.isAlive());
    List<EvsProcess> all = List.of(one, two, sender);
    long pauses =
        all.stream()
            .flatMap(p -> p.errorLines().stream())
            .filter(line -> line.text().contains("did not run"))
            .peek(line -> System.out.println("load: " + line.text()))
            .count();
    assertThat(sender.awaitExit()).as(sender.describe()).isZero();
    JsonNode run = sender.document().get("runs").get(0);
    System.out.printf(
        Locale.ROOT,
        "load: %s, %d s: %.0f messages of 1300 bytes per second, %d pauses, no member left%n",
        PROFILE,
        SECONDS,
        run.get("writes_per_second").asDouble(),
        pauses);
    assertThat(run.get("delivered").asLong()).isEqualTo(HOSTS * run.get("writes").asLong());
  }

  private EvsProcess.Command bench(Namespaces network, NetworkRing ring, int host, String... more) {
    List<String> words = new java.util.ArrayList<>();
    words.addAll(List.of("bench", "--config", ring.config(host), "--insecure"));
    words.addAll(List.of(more));
    return evs(words.toArray(String[]::new)).on(network, host).with("EVS_JAVA_OPTS", SMALL_HEAP);
  }
}
