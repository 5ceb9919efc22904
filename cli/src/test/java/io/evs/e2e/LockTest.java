package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
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

  private JsonNode listed(DaemonRing ring) {
    return ring.at(2, "lock", "list", "--json").here().document().at("/locks/0");
  }

  private void awaitWaiting(DaemonRing ring, int waiting) {
    await()
        .atMost(EvsProcess.PATIENCE)
        .until(() -> listed(ring).path("waiting").asInt() == waiting);
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
    JsonNode holder = listed(ring).get("holders").get(0);
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
      assertThat(second.errors()).contains("lock backup was lost while the command ran");
      assertThat(third.awaitExit()).as(third.describe()).isEqualTo(7);
      assertThat(fence(third)).isGreaterThan(after);
    } finally {
      ring.node(3).proceed();
    }
  }
}
