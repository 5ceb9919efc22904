package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody without the key floods a ring under load with recorded and forged packets, {@code
 * EVS_E2E_RATE} (default 20,000) a second for {@code EVS_E2E_SECONDS} (default 3): {@code evs
 * bench} fails if a member leaves meanwhile or a message is not delivered everywhere.
 */
@Tag("full-load")
@Timeout(3600)
class FloodTest extends E2e {
  private static final int ATTACKER = 4;
  private static final int SECONDS =
      Integer.parseInt(System.getenv().getOrDefault("EVS_E2E_SECONDS", "3"));
  private static final String RATE = System.getenv().getOrDefault("EVS_E2E_RATE", "20000");

  private Namespaces network;
  private NetworkRing ring;

  @ParameterizedTest(name = "{0}")
  @ValueSource(booleans = {false, true})
  void aFloodChangesNothingButCounters(boolean disguised) throws Exception {
    network = later(Namespaces.create(ATTACKER));
    if (disguised) {
      network.disguise(ATTACKER, 1);
    }
    ring = new NetworkRing(network, home, /* multicast= */ true, /* ipv6= */ false).key(key("key"));
    ring.write();
    EvsProcess one = start(bench(1, "--passive"));
    EvsProcess two = start(bench(2, "--passive"));
    one.awaitError("2 members take part");
    JsonNode quiet = send();
    Process flood = flood(network.address(disguised ? 1 : ATTACKER), disguised ? 5405 : 0);
    JsonNode flooded = send();
    flood.destroy();
    flood.waitFor();
    List<String> said = Files.readAllLines(home.resolve("flood.out"));
    String last = said.get(said.size() - 1);
    assertThat(last).startsWith("sent ");
    long sent = Long.parseLong(last.substring("sent ".length()));
    assertThat(sent).isGreaterThan((long) (Double.parseDouble(RATE) * SECONDS / 4));
    double before = quiet.get("writes_per_second").asDouble();
    double during = flooded.get("writes_per_second").asDouble();
    System.out.printf(
        Locale.ROOT,
        "flood%s: %d of %s packets/s: %.0f messages of 1300 bytes per second, %.0f without (%.0f %%);"
            + " cpu %s s instead of %s s%n",
        disguised ? " under a member's address" : "",
        sent,
        RATE,
        during,
        before,
        100 * during / before,
        flooded.get("cpu_seconds"),
        quiet.get("cpu_seconds"));
    assertThat(flooded.get("delivered").asLong()).isEqualTo(3 * flooded.get("writes").asLong());
    // What is said of strangers is said at a bounded rate.
    assertThat(one.errorLines().size()).isLessThan(100 + 3 * SECONDS);
    assertThat(one.isAlive() && two.isAlive()).isTrue();
  }

  private JsonNode send() {
    EvsProcess sender =
        start(
            bench(
                3,
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
                SECONDS + "s"));
    sender.endInput();
    sender.awaitThat("the end", Duration.ofSeconds(SECONDS + 90L), p -> !p.isAlive());
    assertThat(sender.awaitExit()).as(sender.describe()).isZero();
    return sender.document().get("runs").get(0);
  }

  /** Starts the flood and waits until it has recorded what it needs. */
  private Process flood(String from, int port) throws IOException {
    List<String> command = new ArrayList<>(network.enter(ATTACKER));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", Path.of("target", "test-classes").toString()));
    command.addAll(List.of(Flood.class.getName(), from, String.valueOf(port)));
    command.addAll(List.of("239.192.77.1", "5405", RATE, String.valueOf(SECONDS + 120)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("flood.out").toFile())
            .start();
    later(process::destroyForcibly);
    return process;
  }

  private EvsProcess.Command bench(int host, String... more) {
    List<String> words = new ArrayList<>(List.of("bench", "--config", ring.config(host)));
    words.addAll(List.of(more));
    return evs(words.toArray(String[]::new)).on(network, host);
  }
}
