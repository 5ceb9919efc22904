package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.Run;
import io.evs.ipc.EvsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 13, "Must show": a full receive buffer, with a real socket that drops. One member's is as
 * small as can be, and the others send as fast as they can.
 */
@Tag("full-load")
@Timeout(240)
class FullReceiveBufferTest extends E2e {
  private static final int SLOW = 3;
  private static final Group LOAD = Group.of("load");

  private final Namespaces network = later(Namespaces.create(3));
  private final List<ExecutorService> senders = new ArrayList<>();
  private NetworkRing ring;

  private EvsProcess.Command on(int host, String... words) {
    return evs(words)
        .with("EVS_CONFIG", ring.config(host))
        .with("EVS_IPC_SOCKET", ring.socket(host).toString())
        .on(network, host);
  }

  private void startRing(String... totem) {
    ring = new NetworkRing(network, home, /* multicast= */ false, /* ipv6= */ false).nodes();
    ring.key(key("key")).write(totem);
    for (int host : network.hosts()) {
      Map<String, String> small = Map.of("EVS_TOTEM_RECEIVE_BUFFER", "4KiB");
      start(on(host, "node").with(host == SLOW ? small : Map.of()))
          .awaitError("clients are served");
    }
    await()
        .atMost(EvsProcess.PATIENCE)
        .until(() -> status(1).at("/ring/members").size() == network.hosts().size());
  }

  private JsonNode status(int host) {
    return on(host, "status", "--json").here().document();
  }

  /** Until {@link #stopSending}. */
  private void sendFast(int host) {
    Evs sender = EvsClient.connect(ring.socket(host)).open(new EvsListener() {});
    byte[] payload = new byte[1300];
    ExecutorService thread = Executors.newSingleThreadExecutor();
    senders.add(thread);
    later(thread::shutdownNow);
    thread.execute(
        () -> {
          try {
            while (!Thread.interrupted()) {
              sender.multicast(Guarantee.AGREED, List.of(LOAD), payload);
            }
          } catch (EvsException over) {
            return;
          }
        });
  }

  private void stopSending() {
    senders.forEach(ExecutorService::shutdownNow);
  }

  /** Waits for such a change, and tells what was told instead. */
  private void awaitTold(int host, Predicate<JsonNode> which) {
    AtomicReference<String> last = new AtomicReference<>("nothing");
    try {
      await()
          .atMost(EvsProcess.PATIENCE)
          .until(
              () -> {
                Run asked = on(host, "why", "--json", "--last", "50").here();
                last.set(asked.describe());
                return asked.exit() == 0
                    && StreamSupport.stream(asked.document().get("changes").spliterator(), false)
                        .anyMatch(which);
              });
    } catch (ConditionTimeoutException wrong) {
      String dropped = status(SLOW).get("problems").toString();
      throw new AssertionError("why: " + last + "\nstatus: " + dropped, wrong);
    }
  }

  private static boolean isBuffer(JsonNode change) {
    return change.get("cause").asText().equals("buffer")
        && change.get("members_blamed").toString().equals("[" + SLOW + "]");
  }

  private static boolean isSaid(JsonNode status) {
    return StreamSupport.stream(status.get("problems").spliterator(), false)
        .anyMatch(each -> each.asText().startsWith("the receive buffer was full"));
  }

  @Test
  void theMemberAndTheCauseAreNamedByAllThatTell() {
    startRing("token: 2s");
    sendFast(1);
    sendFast(2);
    await().atMost(EvsProcess.PATIENCE).until(() -> isSaid(status(SLOW)));
    // While the ring is as full as this, the recorders of others may not be told in time.
    awaitTold(SLOW, FullReceiveBufferTest::isBuffer);
    stopSending();
    awaitTold(1, FullReceiveBufferTest::isBuffer);
    assertThat(on(SLOW, "events", "--json").here().out()).contains("\"event\":\"buffer\"");
    EvsProcess doctor = on(1, "doctor", "--json").run();
    assertThat(doctor.exit()).as(doctor.describe()).isEqualTo(1);
    assertThat(doctor.document().get("findings"))
        .anySatisfy(
            each -> {
              assertThat(each.get("id").asText()).isEqualTo("buffer");
              assertThat(each.get("members").toString()).isEqualTo("[" + SLOW + "]");
            });
  }
}
