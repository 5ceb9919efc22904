package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on real sockets on loopback, on rings that no other run can meet. */
@Timeout(180)
class RealRingTest {
  @TempDir Path folder;
  private final String ring = "test-" + UUID.randomUUID();
  private final int port = TestPorts.unused();

  /** A person who types. */
  private static final class Terminal implements AutoCloseable {
    final Run run;
    final PipedOutputStream keyboard = new PipedOutputStream();
    final CompletableFuture<Run> ended;

    Terminal(Run run, String... command) throws IOException {
      this.run = run.reading(new PipedInputStream(keyboard));
      this.ended = CompletableFuture.supplyAsync(() -> run.evs(command));
    }

    void type(String line) throws IOException {
      keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    }

    void awaitLine(String part) {
      await().atMost(Duration.ofSeconds(40)).until(() -> run.out().contains(part));
    }

    @Override
    public void close() throws IOException {
      keyboard.close();
      ended.join();
    }
  }

  private Run member(long id) {
    return new Run()
        .with("EVS_NODE_ID", String.valueOf(id))
        .with("EVS_NODE_STATE_DIR", folder.resolve("n" + id).toString())
        .with("EVS_RING_NAME", ring)
        .with("EVS_MULTICAST_PORT", String.valueOf(port));
  }

  @Test
  void membersAgreeWhateverFaultsAreDrawn() {
    Run run =
        new Run()
            .evs(
                "verify",
                "--nodes",
                "3",
                "--chaos",
                "--seed",
                "5",
                "--profile",
                "fast",
                "--duration",
                "4s",
                "--loss",
                "0.1",
                "--rotate",
                "10",
                "--json",
                "--trace",
                folder.resolve("traces").toString());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .startsWith("{\"schema\":1,\"command\":\"verify\",\"seed\":5,\"faults\":{\"crash\":")
        .contains("\"ok\":true,\"processes\":3,")
        .contains("\"violations\":[]");
    assertThat(run.err()).contains("evs verify: faults of --seed 5", "evs verify: crash n2");
  }

  @Test
  void benchDeliversEveryWriteAtEveryMember() {
    for (String transport : new String[] {"multicast", "unicast"}) {
      Run run =
          new Run()
              .evs(
                  "bench",
                  "--json",
                  "--sizes",
                  "1,1300,100000",
                  "--writes",
                  "200",
                  "--warmup",
                  "50ms",
                  "--senders",
                  "all",
                  "--guarantee",
                  "safe",
                  "--transport",
                  transport);
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("\"bytes\":1,\"members\":3,\"writes\":600,\"delivered\":1800")
          .contains("\"bytes\":100000,\"members\":3,\"writes\":600,\"delivered\":1800")
          .contains("\"transport\":\"" + transport + "\"");
    }
  }

  @Test
  void verifyChecksTheTracesOfItsRing() {
    Path traces = folder.resolve("traces");
    Run run = new Run().evs("verify", "--messages", "300", "--trace", traces.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).contains("keep every property");
    Run recorded = new Run().evs("verify", traces.toString(), "--json");
    assertThat(recorded.exit()).as(recorded.out()).isZero();
    assertThat(recorded.out()).contains("\"processes\":3");
  }

  @Test
  void peopleInAGroupSeeTheSameLinesInTheSameOrder() throws IOException {
    List<Terminal> people = new ArrayList<>();
    for (long id = 1; id <= 3; id++) {
      people.add(new Terminal(member(id), "group", "join", "chat"));
    }
    people.forEach(person -> person.awaitLine("members 1, 2, 3"));
    people.get(0).awaitLine("-- chat: 1/");
    for (int i = 0; i < 3; i++) {
      people.get(i).type("line of " + (i + 1));
    }
    for (Terminal person : people) {
      for (int i = 1; i <= 3; i++) {
        person.awaitLine(": line of " + i);
      }
    }
    assertThat(messages(people.get(1))).isEqualTo(messages(people.get(0)));
    assertThat(messages(people.get(2))).isEqualTo(messages(people.get(0)));
    people.get(2).close();
    people.get(0).awaitLine("(left 3)");
    people.get(1).close();
    people.get(0).close();
    assertThat(people.get(0).run.exit()).isZero();
  }

  private static List<String> messages(Terminal person) {
    return person.run.out().lines().filter(line -> line.contains(": line of ")).toList();
  }

  @Test
  void othersListTheGroupAndSendToIt() throws IOException {
    try (Terminal person = new Terminal(member(1), "group", "join", "chat")) {
      person.awaitLine("-- chat: ");
      assertThat(member(2).evs("group", "list", "--wait-for", "2").out()).startsWith("chat ");
      // On a busy machine the sender may have sent before it found the other.
      Run sent =
          member(2)
              .evs(
                  "group",
                  "send",
                  "chat",
                  "from outside",
                  "--guarantee",
                  "safe",
                  "--wait-for",
                  "2");
      assertThat(sent.exit()).as(sent.err()).isZero();
      person.awaitLine(": from outside");
      assertThat(member(2).evs("group", "members", "nobody").exit()).isEqualTo(1);
    }
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    Run address = new Run().with("EVS_NODE_BIND", "192.0.2.77").evs("group", "list");
    assertThat(address.exit()).isEqualTo(2);
    assertThat(address.err()).contains("192.0.2.77").doesNotContain("internal fault");
    Run state = member(1).with("EVS_NODE_STATE_DIR", "/proc/none").evs("group", "list");
    assertThat(state.exit()).isEqualTo(4);
    assertThat(state.err()).contains("/proc/none");
  }
}
