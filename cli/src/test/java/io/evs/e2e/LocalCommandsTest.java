package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that need nothing but this machine's loopback, or not even that. */
@Timeout(180)
class LocalCommandsTest extends E2e {
  private static final Path OTHER_JDK = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

  private EvsProcess.Command bench(String... more) {
    Stream<String> common =
        Stream.of("bench", "--json", "--sizes", "100", "--duration", "1s", "--warmup", "200ms");
    return evs(Stream.concat(common, Stream.of(more)).toArray(String[]::new));
  }

  private static JsonNode measured(EvsProcess bench, int nodes) {
    assertThat(bench.awaitExit()).as(bench.describe()).isZero();
    JsonNode result = bench.document();
    assertThat(result.get("nodes").asInt()).isEqualTo(nodes);
    for (JsonNode run : result.get("runs")) {
      assertThat(run.get("writes").asLong()).isPositive();
      assertThat(run.get("delivered").asLong()).isEqualTo(nodes * run.get("writes").asLong());
    }
    assertThat(result.get("runs")).isNotEmpty();
    return result;
  }

  @Test
  void sixteenMembersFormOneRing() {
    measured(start(bench("--nodes", "16")), 16);
  }

  @Test
  void twoBenchesAtOnceDoNotMeet() {
    EvsProcess all = start(bench("--senders", "all"));
    EvsProcess safe = start(bench("--guarantee", "safe", "--transport", "unicast"));
    assertThat(measured(all, 3).get("senders").asInt()).isEqualTo(3);
    assertThat(measured(safe, 3).get("guarantee").asText()).isEqualTo("safe");
  }

  @Test
  void theOriginalsTableIsPrintedForPeople() {
    EvsProcess bench =
        evs("bench", "--quiet", "--sizes", "100:300:100", "--writes", "1000", "--warmup", "0")
            .run();
    assertThat(bench.exit()).as(bench.describe()).isZero();
    assertThat(bench.out()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(bench.out().get(i).text())
          .matches(
              " *1000 Writes +"
                  + (i + 1) * 100
                  + " bytes per write +[0-9.]+ Seconds runtime +[0-9.]+ TP/s +[0-9.]+ MB/s\\.");
    }
  }

  /** FIELD-19: under systemd, cron and nohup, the end of an input that never was ended it. */
  @Test
  void aHookRunnerWithoutInputStaysUntilASignal() throws Exception {
    Path log = home.resolve("hook.log");
    Process join =
        new ProcessBuilder(
                evs("group", "join", "workers", "--exec", "echo $EVS_MEMBER_COUNT >>" + log)
                    .asWords())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(home.resolve("out").toFile())
            .redirectError(home.resolve("err").toFile())
            .start();
    try {
      await().atMost(EvsProcess.PATIENCE).until(() -> Files.exists(log) && Files.size(log) > 0);
      assertThat(Files.readAllLines(log)).containsExactly("1");
      join.destroy();
      assertThat(join.waitFor()).as(Files.readString(home.resolve("err"))).isEqualTo(143);
    } finally {
      join.destroyForcibly();
    }
  }

  @Test
  void aLiveCheckFindsNothingWrong() {
    EvsProcess verify =
        evs("verify", "--nodes", "3", "--duration", "2s", "--json", "--trace", home + "/traces")
            .run();
    assertThat(verify.exit()).as(verify.describe()).isZero();
    assertThat(verify.document().get("ok").asBoolean()).isTrue();
    assertThat(verify.document().get("deliveries").asLong()).isPositive();
    EvsProcess recorded = evs("verify", home + "/traces", "--json").run();
    assertThat(recorded.exit()).as(recorded.describe()).isZero();
    assertThat(recorded.document().get("processes").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify --duration 60s", "simulate --seeds 1..1000000"})
  void ctrlCEndsALongCommandQuietly(String command) {
    EvsProcess running = start(evs(command.split(" ")));
    running.awaitThat("at work", EvsProcess::isUsingProcessor);
    running.interrupt();
    assertThat(running.awaitExit()).as(running.describe()).isEqualTo(130);
    assertThat(running.output()).isEmpty();
    assertThat(running.errors()).doesNotContain("evs: ", "Exception");
  }

  @Test
  void aCommandWhoseOutputNobodyReadsEnds() {
    String launcher = Path.of("..", "evs").toAbsolutePath().normalize().toString();
    String words = " bench --sizes 1:1000:1 --duration 100ms --warmup 0 | head -1";
    Tool.Result result = Tool.run(List.of("sh", "-c", "'" + launcher + "'" + words));
    assertThat(result.exit()).isZero();
    assertThat(result.output()).contains(" 1 bytes per write");
  }

  private Map<String, String> simulated(String folder, Path jdk) throws IOException {
    Path traces = home.resolve(folder);
    EvsProcess simulate =
        evs("simulate", "--seed", "7", "--trace", traces.toString(), "--json")
            .with("JAVA_HOME", jdk.toString())
            .run();
    assertThat(simulate.exit()).as(simulate.describe()).isZero();
    Map<String, String> files = new TreeMap<>();
    files.put("(report)", simulate.output());
    try (Stream<Path> list = Files.list(traces)) {
      for (Path file : list.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(files).hasSizeGreaterThan(3);
    return files;
  }

  @Test
  void theSameSeedGivesTheSameTraces() throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    assertThat(simulated("b", jdk)).isEqualTo(simulated("a", jdk));
  }

  @Test
  void theSameSeedGivesTheSameTracesOnAnotherJdk() throws IOException {
    assumeTrue(Files.isDirectory(OTHER_JDK), "needs " + OTHER_JDK);
    Path jdk = Path.of(System.getProperty("java.home"));
    assertThat(simulated("other", OTHER_JDK)).isEqualTo(simulated("this", jdk));
  }
}
