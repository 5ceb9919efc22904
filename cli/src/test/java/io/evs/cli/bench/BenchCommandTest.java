package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.Delivery;
import io.evs.cli.Run;
import io.evs.cli.bench.run.BenchMember;
import io.evs.cli.ring.FakeRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bench itself, on a ring without a network. */
@Timeout(60)
class BenchCommandTest {
  @TempDir Path folder;

  private static Run bench(FakeRing ring, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "bench";
    args[1] = "--warmup";
    args[2] = "10ms";
    System.arraycopy(more, 0, args, 3, more.length);
    return new Run().on(ring).evs(args);
  }

  @Test
  void everyMemberDeliversEveryWrite() {
    Run run = bench(new FakeRing(), "--json", "--sizes", "0,3,100", "--writes", "500");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"bytes\":0,\"members\":3,\"writes\":500,\"delivered\":1500")
        .contains("\"bytes\":3,\"members\":3,\"writes\":500")
        .contains("\"bytes\":100,\"members\":3,\"writes\":500");
  }

  @Test
  void allMembersSend() {
    Run run =
        bench(
            new FakeRing(),
            "--json",
            "--sizes",
            "64",
            "--writes",
            "200",
            "--senders",
            "all",
            "--nodes",
            "4",
            "--guarantee",
            "safe");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"senders\":4", "\"writes\":800,\"delivered\":3200", "safe");
  }

  @Test
  void aDurationLimitsARun() {
    Run run = bench(new FakeRing(), "--sizes", "100", "--duration", "50ms");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("^ *\\d+ Writes +100 bytes per write .* MB/s\\.\n");
  }

  @Test
  void aRateIsKept() {
    Run run =
        bench(new FakeRing(), "--json", "--sizes", "8", "--rate", "100", "--duration", "200ms");
    assertThat(run.out()).containsPattern("\"writes\":20,");
  }

  @Test
  void writesTheFilesThatAreAskedFor() throws Exception {
    Path csv = folder.resolve("out.csv");
    Path hdr = folder.resolve("out.hdr");
    Run run =
        bench(
            new FakeRing(),
            "--sizes",
            "10,20",
            "--writes",
            "10",
            "--csv",
            csv.toString(),
            "--hdr",
            hdr.toString());
    assertThat(run.exit()).isZero();
    assertThat(Files.readAllLines(csv)).hasSize(3);
    assertThat(Files.readString(hdr)).contains("Tag=10B,", "Tag=20B,");
    assertThat(run.out().lines().filter(line -> line.contains(" 10 Writes "))).hasSize(2);
  }

  @Test
  void writesAReportThatTellsHowItWasMade() throws Exception {
    Path report = folder.resolve("a report.html");
    Run run =
        bench(new FakeRing(), "--sizes", "10", "--writes", "10", "--report", report.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readString(report))
        .contains("evs bench --warmup 10ms", "--report '" + report + "'", "totem.token", "Kernel");
  }

  @Test
  void aDashTakesStandardOutputForItself() {
    Run run = bench(new FakeRing(), "--sizes", "10,20", "--writes", "10", "--csv", "-");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(3).first().isEqualTo(CsvTable.header());
    assertThat(run.err()).doesNotContain("MB/s");
  }

  @Test
  void filesThatExcludeEachOtherAreRefused() {
    assertThat(new Run().evs("bench", "--json", "--csv", "-").err()).contains("exclude each other");
    String file = folder.resolve("same").toString();
    Run twice = new Run().evs("bench", "--csv", file, "--hdr", file);
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("--hdr names a file that another option names too");
    Run folderMissing = new Run().evs("bench", "--report", folder + "/none/x.html");
    assertThat(folderMissing.exit()).isEqualTo(2);
  }

  @Test
  void aRateThatWasKeptIsWhatLimitedTheRun() {
    Run run =
        bench(new FakeRing(), "--json", "--sizes", "8", "--rate", "100", "--duration", "300ms");
    assertThat(run.out()).contains("\"limit\":{\"most_likely\":\"rate\"");
  }

  @Test
  void intervalsAreLinesOfJson() throws Exception {
    Run run =
        bench(
            new FakeRing(),
            "--json",
            "--sizes",
            "8",
            "--rate",
            "1000",
            "--duration",
            "500ms",
            "--interval",
            "100ms");
    java.util.List<com.fasterxml.jackson.databind.JsonNode> lines = new java.util.ArrayList<>();
    for (String line : run.out().lines().toList()) {
      lines.add(new com.fasterxml.jackson.databind.ObjectMapper().readTree(line));
    }
    assertThat(lines.size()).isBetween(4, 7);
    assertThat(lines.get(0).get("event").asText()).isEqualTo("interval");
    assertThat(lines.get(0).get("writes").asLong()).isBetween(50L, 150L);
    assertThat(lines.get(0).has("retransmits")).isTrue();
    assertThat(lines.get(lines.size() - 1).get("command").asText()).isEqualTo("bench");
  }

  /** NEW-B6, B4: a result in a file had no latencies, and those of a full queue had that name. */
  @Test
  void theSummaryIsPartOfTheResultAndNamesEveryMember() {
    Run run = bench(new FakeRing(), "--sizes", "10,20", "--writes", "10");
    assertThat(run.out())
        .contains("What limited it, most likely:", "Time in the queue at full speed")
        .matches("(?s)[^\n]+MB/s\\.\n[^\n]+MB/s\\.\n\n.*");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(run.out().lines().filter(line -> line.matches(" +[123] .* %.*"))).hasSize(3);
    assertThat(run.err()).doesNotContain("What limited it");
    Run quiet = bench(new FakeRing(), "--quiet", "--sizes", "10", "--writes", "10");
    assertThat(quiet.out().lines()).hasSize(1);
    assertThat(quiet.err()).isEmpty();
  }

  @Test
  void atAGivenRateItIsALatency() {
    Run run = bench(new FakeRing(), "--sizes", "8", "--rate", "100", "--duration", "100ms");
    assertThat(run.out()).contains("Latency at the rate asked for").doesNotContain("queue");
  }

  /** NEW-B4: what the summary begins with is a latency, of an open loop at half of the maximum. */
  @Test
  void theLatencyAtHalfOfTheMaximumComesFirst() throws Exception {
    Run run = bench(new FakeRing(), "--sizes", "10,20", "--duration", "50ms");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().indexOf("Latency at half of the maximum, in ms:"))
        .isPositive()
        .isLessThan(run.out().indexOf("Time in the queue"));
    JsonNode first = atHalf("first");
    assertThat(first.get("runs")).hasSize(2);
    assertThat(first.get("at_half")).hasSize(1);
    JsonNode full = first.get("runs").get(0);
    JsonNode half = first.get("at_half").get(0);
    assertThat(half.get("bytes").asInt()).isEqualTo(10);
    assertThat(half.get("rate_per_second").asDouble())
        .isCloseTo(full.get("writes_per_second").asDouble() / 2, within(1.0));
    assertThat(half.get("latency_us").get("max").asLong()).isPositive();
    assertThat(atHalf("all").get("at_half")).hasSize(2);
    assertThat(atHalf("none").get("at_half")).isEmpty();
  }

  private static JsonNode atHalf(String which) throws Exception {
    Run run =
        bench(
            new FakeRing(), "--json", "--sizes", "10,20", "--duration", "50ms", "--at-half", which);
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void aLostMessageFailsTheRun() {
    assertFails(dropOne(), "messages 5 to 5 are lost");
  }

  @Test
  void aCorruptMessageFailsTheRun() {
    assertFails(
        oneOf(
            delivery -> {
              byte[] payload = delivery.payload().clone();
              payload[60] ^= 1;
              return Optional.of(with(delivery, payload));
            }),
        "is corrupt");
  }

  private static void assertFails(UnaryOperator<Optional<Delivery>> fault, String message) {
    FakeRing ring = new FakeRing();
    ring.tamper(2, fault);
    Run run = new Run().on(ring).evs("bench", "--warmup", "0s", "--sizes", "100", "--writes", "50");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("the run failed: member 2/").contains(message);
  }

  private static UnaryOperator<Optional<Delivery>> dropOne() {
    return oneOf(delivery -> Optional.empty());
  }

  /** Does something to the sixth message of the data. */
  private static UnaryOperator<Optional<Delivery>> oneOf(
      java.util.function.Function<Delivery, Optional<Delivery>> change) {
    AtomicInteger count = new AtomicInteger();
    return seen -> {
      boolean data = seen.get().groups().contains(BenchMember.DATA);
      return data && count.getAndIncrement() == 5 ? change.apply(seen.get()) : seen;
    };
  }

  private static Delivery with(Delivery delivery, byte[] payload) {
    return new Delivery(
        delivery.groups(),
        delivery.sender(),
        delivery.guarantee(),
        delivery.ring(),
        delivery.sequence(),
        payload);
  }

  @Test
  void optionsAreChecked() {
    assertThat(new Run().evs("bench", "--nodes", "0").err()).contains("must be 1 to 128");
    assertThat(new Run().evs("bench", "--passive").err()).contains("needs --config");
    assertThat(new Run().evs("bench", "--writes", "1", "--duration", "1s").err())
        .contains("exclude each other");
    assertThat(new Run().evs("bench", "--duration", "5").err()).contains("needs a unit");
    assertThat(new Run().evs("bench", "--senders", "some").err()).contains("must be one or all");
  }
}
