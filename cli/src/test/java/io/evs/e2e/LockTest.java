package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code evs lock} between three nodes: what only processes that are killed and stopped show. */
@Timeout(240)
class LockTest extends E2e {
  private static final int NOBODY = 65534;

  /** It goes on when evs lock is killed, and must not keep the streams of that open. */
  private static final String HOLD = "echo $EVS_FENCE; exec sleep 600 >/dev/null 2>&1";

  private static final String HOLD_UNTIL_TOLD =
      "trap 'echo told; exit 0' TERM; echo $EVS_FENCE; while :; do sleep 0.1; done";

  /** As an ordinary user, where the test may become one. */
  private EvsProcess.Command user(DaemonRing ring, int node, String... words) throws IOException {
    EvsProcess.Command command = ring.at(node, words);
    return isRoot() ? command.as(NOBODY) : command;
  }

  private boolean isRoot() throws IOException {
    return Files.getAttribute(home, "unix:uid").equals(0);
  }

  private EvsProcess lock(DaemonRing ring, int node, String script) throws IOException {
    return start(user(ring, node, "lock", "backup", "--", "sh", "-c", script));
  }

  private static long fence(EvsProcess holder) {
    holder.awaitThat("the lock", p -> !p.output().isBlank());
    return Long.parseLong(holder.output().strip().lines().findFirst().orElseThrow());
  }

  private JsonNode listed(DaemonRing ring, String name) {
    for (JsonNode each : ring.at(2, "lock", "list", "--json").here().document().get("locks")) {
      if (each.get("name").asText().equals(name)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  private void awaitWaiting(DaemonRing ring, int waiting) {
    awaitWaiting(ring, "backup", waiting);
  }

  private void awaitWaiting(DaemonRing ring, String name, int waiting) {
    await()
        .atMost(EvsProcess.PATIENCE)
        .until(() -> listed(ring, name).path("waiting").asInt() == waiting);
  }

  @Test
  void aLockGoesOnFromAKilledHolderAndIsLostByOneWhoseNodeStops() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    DaemonRing ring =
        new DaemonRing(
            this,
            Map.of(
                "EVS_QUORUM_EXPECTED_VOTES", "3",
                "EVS_IPC_MODE", "0666",
                "EVS_IPC_UIDS", String.valueOf(NOBODY)));
    EvsProcess first = lock(ring, 1, HOLD);
    final long before = fence(first);
    EvsProcess busy =
        later(user(ring, 2, "lock", "backup", "--try", "-E", "75", "--", "true").run());
    assertThat(busy.exit()).as(busy.describe()).isEqualTo(75);

    EvsProcess second = lock(ring, 3, HOLD_UNTIL_TOLD);
    awaitWaiting(ring, 1);
    JsonNode holder = listed(ring, "backup").get("holders").get(0);
    assertThat(holder.get("uid").asInt()).isEqualTo(isRoot() ? NOBODY : holder.get("uid").asInt());
    EvsProcess leaves = lock(ring, 2, "true");
    awaitWaiting(ring, 2);
    leaves.interrupt();
    assertThat(leaves.awaitExit()).as(leaves.describe()).isEqualTo(130);
    awaitWaiting(ring, 1);

    first.kill();
    long after = fence(second);
    assertThat(after).isGreaterThan(before);

    EvsProcess third = lock(ring, 1, "echo $EVS_FENCE; exit 7");
    awaitWaiting(ring, 1);
    ring.node(3).stop();
    try {
      assertThat(second.awaitExit()).as(second.describe()).isEqualTo(3);
      assertThat(second.output()).as("ended by SIGTERM").contains("told");
      assertThat(second.errors())
          .contains("lock backup was lost while the command ran")
          .as("it waits for nothing more")
          .doesNotContain("did not take everything");
      assertThat(third.awaitExit()).as(third.describe()).isEqualTo(7);
      assertThat(fence(third)).isGreaterThan(after);
    } finally {
      ring.node(3).proceed();
    }
  }

  /** Each value of --on-loss, and what becomes of those who wait while their node is killed. */
  @Test
  void theCommandOfALostLockIsToldAsWanted() throws IOException {
    DaemonRing ring = new DaemonRing(this, Map.of("EVS_QUORUM_EXPECTED_VOTES", "3"));
    Path over = home.resolve("over");
    String script =
        "trap 'echo told; exit 0' TERM; echo $EVS_FENCE; until [ -e "
            + over
            + " ]; do sleep 0.1; done; echo over";
    EvsProcess told = losing(ring, "term", "sh -c \"" + HOLD_UNTIL_TOLD + "\"; echo over");
    EvsProcess killed = losing(ring, "kill", script, "--json");
    EvsProcess goesOn = losing(ring, "ignore", script);
    EvsProcess waits = start(ring.at(3, "lock", "ignore", "--", "echo", "got"));
    awaitWaiting(ring, "ignore", 1);
    EvsProcess next = start(ring.at(1, "lock", "ignore", "--", "sh", "-c", "echo $EVS_FENCE"));
    awaitWaiting(ring, "ignore", 2);

    ring.kill(3);
    // At the moment of the loss, while its command goes on.
    goesOn.awaitError("lock ignore was lost while the command ran");
    assertThat(told.awaitExit()).as(told.describe()).isEqualTo(3);
    assertThat(told.output()).as("the shell first, then its child").contains("told");
    assertThat(told.output()).doesNotContain("over");
    assertThat(killed.awaitExit()).as(killed.describe()).isEqualTo(3);
    List<EvsProcess.Line> lines = killed.errorLines();
    assertThat(lines.get(lines.size() - 1).json().get("exit").asInt()).isEqualTo(3);
    assertThat(killed.output()).doesNotContain("told", "over");
    assertThat(waits.awaitExit()).as(waits.describe()).isEqualTo(3);
    assertThat(waits.output()).isEmpty();
    assertThat(waits.errors()).containsPattern("the evs node at .*n3.sock .*ended without a word");

    assertThat(next.awaitExit()).as(next.describe()).isZero();
    assertThat(fence(next)).isGreaterThan(fence(goesOn));
    assertThat(goesOn.isAlive()).as(goesOn.describe()).isTrue();
    Files.createFile(over);
    assertThat(goesOn.awaitExit()).as(goesOn.describe()).isEqualTo(3);
    assertThat(goesOn.output()).contains("over").doesNotContain("told");
    for (EvsProcess each : List.of(told, killed, goesOn)) {
      assertThat(each.errors()).contains("was lost while the command ran");
    }

    ring.start(3);
    ring.node(3).awaitError("evs node: node 3");
    EvsProcess again = later(ring.at(3, "lock", "ignore", "--", "true").run());
    assertThat(again.exit()).as(again.describe()).isZero();
  }

  private EvsProcess losing(DaemonRing ring, String onLoss, String script, String... options) {
    List<String> words = new ArrayList<>(List.of("lock", onLoss, "--on-loss", onLoss));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "sh", "-c", script));
    EvsProcess holder = start(ring.at(3, words.toArray(String[]::new)));
    fence(holder);
    return holder;
  }

  /** It keeps its connection, and would keep the lock for as long as it is stopped. */
  @Test
  void aHolderThatIsStoppedHasLostAfterItsLease() {
    DaemonRing ring = new DaemonRing(this);
    EvsProcess stopped = start(ring.at(1, "lock", "backup", "--", "sh", "-c", HOLD_UNTIL_TOLD));
    long before = fence(stopped);
    EvsProcess next = start(ring.at(2, "lock", "backup", "--", "sh", "-c", HOLD_UNTIL_TOLD));
    awaitWaiting(ring, 1);
    stopped.stop();
    try {
      assertThat(fence(next)).isGreaterThan(before);
      assertThat(stopped.output()).doesNotContain("told");
    } finally {
      stopped.proceed();
    }
    assertThat(stopped.awaitExit()).as(stopped.describe()).isEqualTo(3);
    assertThat(stopped.output()).contains("told");
    assertThat(stopped.errors()).contains("lock backup was lost while the command ran");
    assertThat(next.isAlive()).as(next.describe()).isTrue();
    next.terminate();
    assertThat(next.awaitExit()).as(next.describe()).isEqualTo(143);
  }

  /** One node and its clients; the locks are free. */
  @Test
  void theStatusAndTheSignalsAreThoseOfTheCommand() throws IOException {
    Map<String, String> ring = LoopbackRing.unique();
    EvsProcess node = start(evs("node").with(ring));
    node.awaitError("evs node: node ");
    Path text = Files.createFile(home.resolve("text"));
    assertStatus(126, evs("lock", "a", "--", text.toString()).with(ring));
    assertStatus(126, evs("lock", "a", "--", home.toString()).with(ring));
    assertStatus(127, evs("lock", "a", "--", home.resolve("none").toString()).with(ring));
    assertStatus(127, evs("lock", "a", "--", "evs-no-such-command").with(ring));
    assertStatus(7, evs("lock", "--", "list", "--", "sh", "-c", "exit 7").with(ring));

    String script = "sh -c \"" + HOLD_UNTIL_TOLD + "\"; echo over";
    EvsProcess above = start(evs("lock", "a", "--", "sh", "-c", script).with(ring));
    fence(above);
    Tool.must("kill -HUP " + above.pid());
    assertThat(above.awaitExit()).as(above.describe()).isEqualTo(129);
    assertThat(above.output()).contains("told").doesNotContain("over");
  }

  private void assertStatus(int status, EvsProcess.Command command) {
    EvsProcess run = later(command.run());
    assertThat(run.exit()).as(run.describe()).isEqualTo(status);
  }
}
