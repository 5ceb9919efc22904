package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evs bench --config} on three hosts, one member each. */
@Timeout(180)
class NetworkBenchTest extends E2e {
  private static final Duration TOKEN = Duration.ofSeconds(90);

  private Namespaces network;

  @BeforeEach
  void makeNetwork() {
    network = later(Namespaces.create(3));
  }

  private EvsProcess.Command bench(NetworkRing ring, int host, String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(
        new String[] {"bench", "--config", ring.config(host), "--insecure"}, 0, all, 0, 4);
    System.arraycopy(words, 0, all, 4, words.length);
    return evs(all).on(network, host);
  }

  @ParameterizedTest(name = "{0} over {1}")
  @CsvSource({"unicast,IPv6", "multicast,IPv6"})
  void everyMemberDeliversEveryWriteAndAnInterruptedOneLeavesAtOnce(
      String transport, String protocol) {
    NetworkRing ring =
        new NetworkRing(network, home, transport.equals("multicast"), protocol.equals("IPv6"));
    // So long that who leaves without a word is found missing only after the patience of this test.
    ring.write("token: " + TOKEN.toSeconds() + "s");
    EvsProcess one = start(bench(ring, 1, "--passive"));
    one.awaitError("1 members take part");
    EvsProcess two = start(bench(ring, 2, "--passive"));
    one.awaitError("2 members take part");
    EvsProcess sender =
        bench(
                ring,
                3,
                "--nodes",
                "3",
                "--json",
                "--sizes",
                "100,1300",
                "--duration",
                "1s",
                "--warmup",
                "200ms")
            .run();
    assertThat(sender.exit()).as(sender.describe()).isZero();
    JsonNode result = sender.document();
    assertThat(result.get("nodes").asInt()).isEqualTo(3);
    assertThat(result.get("transport").asText()).isEqualTo(transport);
    assertThat(result.get("runs")).hasSize(2);
    for (JsonNode run : result.get("runs")) {
      assertThat(run.get("writes").asLong()).isPositive();
      assertThat(run.get("delivered").asLong()).isEqualTo(3 * run.get("writes").asLong());
    }
    one.awaitThat("the sender gone", p -> last(p).contains("2 members take part"));
    two.interrupt();
    assertThat(two.awaitExit()).as(two.describe()).isEqualTo(130);
    one.awaitError("1 members take part");
    one.interrupt();
    assertThat(one.awaitExit()).as(one.describe()).isEqualTo(130);
    assertThat(one.errors() + two.errors()).doesNotContain("Exception");
  }

  private static String last(EvsProcess process) {
    int size = process.errorLines().size();
    return size == 0 ? "" : process.errorLines().get(size - 1).text();
  }
}
