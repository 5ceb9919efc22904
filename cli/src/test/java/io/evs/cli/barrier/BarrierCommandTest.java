package io.evs.cli.barrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import io.evs.cli.TestPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code evs barrier} by members on loopback, and what it and {@code evs leader} refuse. */
@Timeout(120)
class BarrierCommandTest {
  @TempDir Path folder;
  private final String ring = "test-" + UUID.randomUUID();
  private final int port = TestPorts.unused();

  private Run member(int id) {
    return new Run()
        .with("EVS_NODE_ID", String.valueOf(id))
        .with("EVS_NODE_STATE_DIR", folder.resolve("n" + id).toString())
        .with("EVS_RING_NAME", ring)
        .with("EVS_MULTICAST_PORT", String.valueOf(port));
  }

  @Test
  void partiesThatComeOneAfterTheOtherMeet() {
    CompletableFuture<Run> other =
        CompletableFuture.supplyAsync(
            () -> member(1).evs("barrier", "loaded", "--parties", "2", "--json"));
    Run here = member(2).evs("barrier", "loaded", "--parties", "2");
    assertThat(here.exit()).as(here.err()).isZero();
    assertThat(here.out()).contains("barrier loaded: all 2 are here, this one came as number ");
    assertThat(other.join().exit()).as(other.join().err()).isZero();
    boolean firstHere = here.out().contains("number 1");
    assertThat(other.join().out())
        .contains("\"command\":\"barrier\"", "\"index\":" + (firstHere ? 1 : 0));
  }

  @Test
  void whoWaitsTooLongEndsWithOne() {
    Run alone = member(1).evs("barrier", "alone", "--parties", "2", "--timeout", "100ms");
    assertThat(alone.exit()).isEqualTo(1);
    assertThat(alone.err()).contains("not all came to barrier alone in time");
  }

  /** A user's trial of locks, 5: with --json these were plain text. */
  @Test
  void aRefusalIsJsonWhereThatIsAskedFor() {
    Run alone = member(1).evs("barrier", "alone", "--parties", "2", "--timeout", "100ms", "--json");
    assertThat(alone.exit()).isEqualTo(1);
    assertThat(alone.err())
        .endsWith("{\"error\":\"not all came to barrier alone in time\",\"exit\":1}\n");

    Run late = withoutQuorum("--timeout", "100ms", "-E", "75", "--json");
    assertThat(late.exit()).isEqualTo(75);
    assertThat(late.err())
        .contains(
            "{\"error\":\"lock a was not granted in 100 ms: the ring is not primary\",\"hint\":")
        .endsWith("\"exit\":75}\n");
  }

  /** A user's trial of locks, 16: a free lock was said not to be free. */
  @Test
  void aRingThatIsNotPrimarySaysOnlyThat() {
    Run refused = withoutQuorum("--try");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("evs: lock a was not granted: the ring is not primary\n")
        .doesNotContain("not free");
    assertThat(withoutQuorum("--try", "-q").err()).isEmpty();
  }

  private Run withoutQuorum(String... options) {
    List<String> words = new ArrayList<>(List.of("lock", "a"));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "true"));
    return member(1).with("EVS_QUORUM_EXPECTED_VOTES", "3").evs(words.toArray(String[]::new));
  }

  /** A user's trial of locks, 19: "unexpected argument true". */
  @Test
  void aLockThatIsCalledAsTheSubcommandIsTakenAnotherWay() {
    Run run = new Run().evs("lock", "list", "--", "true");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "evs: unexpected argument true; list is a subcommand of evs lock\n"
                + "     evs lock -- list ... takes list for a word of yours\n");
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingStarts() {
    for (List<String> words :
        List.of(
            List.of("barrier", "loaded"),
            List.of("barrier", "loaded", "--parties", "0"),
            List.of("barrier", "loaded", "--parties", "1001"),
            List.of("barrier", "x".repeat(25), "--parties", "2"),
            List.of("barrier", "\ufffd", "--parties", "2"),
            List.of("barrier", "loaded", "--parties", "2", "--timeout", "soon"),
            List.of("leader"),
            List.of("leader", "x".repeat(58)),
            List.of("leader", "\ufffd"),
            List.of("lock", "\ufffd", "--", "true"),
            List.of("lock", "x".repeat(65), "--", "true"),
            List.of("lock", "backup"),
            List.of("lock", "backup", "--on-loss", "hup", "--", "true"),
            List.of("leader", "db", "--exec", " "),
            List.of("leader", "db", "--lease", "soon"))) {
      Run run = new Run().evs(words.toArray(String[]::new));
      assertThat(run.exit()).as(words + ": " + run.err()).isEqualTo(2);
    }
  }
}
