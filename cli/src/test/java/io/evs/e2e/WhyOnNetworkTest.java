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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@code evs why} makes of faults of the network between nodes and of ids (issue 13, "Must
 * show"). The time-outs are short, so that a fault has its effect at once.
 */
@Tag("full-load")
@Timeout(240)
class WhyOnNetworkTest extends E2e {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Group LOAD = Group.of("load");
  private static final Set<String> ARRIVALS = Set.of("start", "join", "merge");

  private final Namespaces network = later(Namespaces.create(3));
  private final Map<Integer, EvsProcess> nodes = new TreeMap<>();
  private final Map<Integer, Evs> senders = new TreeMap<>();
  private final Set<String> known = new HashSet<>();
  private NetworkRing ring;

  private EvsProcess.Command on(int host, String... words) {
    return evs(words)
        .with("EVS_CONFIG", ring.config(host))
        .with("EVS_IPC_SOCKET", ring.socket(host).toString())
        .on(network, host);
  }

  private void startNode(int host, Map<String, String> settings) {
    nodes.put(host, start(on(host, "node").with(settings)));
  }

  private void awaitNode(int host) {
    nodes.get(host).awaitError("clients are served");
    EvsClient client = EvsClient.connect(ring.socket(host));
    senders.put(host, client.open(new EvsListener() {}));
  }

  private void awaitMembers() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              JsonNode status = on(1, "status", "--json").here().document();
              return status.at("/ring/members").size() == network.hosts().size()
                  && status.at("/ring/state").asText().equals("operational");
            });
  }

  /** Messages of all sizes at all members. */
  private void load(int host) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int bytes = random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(600);
    send(host, new byte[bytes]);
  }

  private void send(int host, byte[] payload) {
    try {
      senders.get(host).tryMulticast(Guarantee.AGREED, List.of(LOAD), payload);
    } catch (EvsException full) {
      assertThat(full.code()).isIn(EvsException.Code.TRY_AGAIN, EvsException.Code.IN_SHUTDOWN);
    }
  }

  /** Waits until something is said of the fault by those that can be asked. */
  private void awaitChange() {
    await().atMost(PATIENCE).until(() -> !fresh().isEmpty());
  }

  private List<JsonNode> fresh() {
    List<JsonNode> fresh = new ArrayList<>();
    Run asked = on(1, "why", "--json", "--last", "50").here();
    assertThat(asked.exit()).as(asked.describe()).isZero();
    for (JsonNode each : asked.document().get("changes")) {
      if (!ARRIVALS.contains(each.get("cause").asText()) && !known.contains(what(each))) {
        fresh.add(each);
      }
    }
    return fresh;
  }

  private static String what(JsonNode change) {
    return change.get("ring") + " " + change.get("cause") + " " + change.get("members_blamed");
  }

  /** The first thing that is said of the time after the fault. */
  private JsonNode told(String cause, int... blamed) {
    List<JsonNode> last = new ArrayList<>();
    String expected = Arrays.toString(blamed).replace(" ", "");
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                last.clear();
                last.addAll(fresh());
                return !last.isEmpty()
                    && last.get(0).get("cause").asText().equals(cause)
                    && last.get(0).get("members_blamed").toString().equals(expected);
              });
    } catch (ConditionTimeoutException wrong) {
      throw new AssertionError("not " + cause + " of " + expected + " but " + last, wrong);
    }
    return last.get(0);
  }

  /** What is known of earlier faults counts no more. */
  private void mended() {
    awaitMembers();
    fresh().forEach(each -> known.add(what(each)));
  }

  @Test
  void namesCauseAndMember() throws Exception {
    ring = new NetworkRing(network, home, /* multicast= */ false, /* ipv6= */ false).nodes();
    ring.key(key("key")).write("token: 1s", "fail_recv_const: 50");
    for (int host : network.hosts()) {
      startNode(host, Map.of());
    }
    network.hosts().forEach(this::awaitNode);
    awaitMembers();
    ScheduledExecutorService load = Executors.newScheduledThreadPool(2);
    try {
      for (int host : network.hosts()) {
        load.scheduleWithFixedDelay(() -> load(host), 0, 4, TimeUnit.MILLISECONDS);
      }
      mended();
      lossAtOneMember();
      blackHole();
      duplicateId();
      oneDirection();
    } finally {
      load.shutdownNow();
    }
  }

  private void oneDirection() {
    network.deafen(List.of(3), List.of(1));
    JsonNode link = told("link", 1, 3);
    assertThat(link.at("/link/from").asInt()).isEqualTo(1);
    assertThat(link.at("/link/to").asInt()).isEqualTo(3);
    network.hear(List.of(3), List.of(1));
    mended();
  }

  private void lossAtOneMember() {
    network.lose(2, 0.3);
    told("loss", 2);
    network.lose(2, 0);
    mended();
  }

  private void blackHole() {
    network.dropLonger(3, 1200);
    awaitChange();
    network.lose(3, 0);
    awaitMembers();
    told("mtu", 3);
    mended();
  }

  private void duplicateId() {
    EvsProcess second =
        start(
            on(3, "node")
                .with("EVS_NODE_ID", "2")
                .with("EVS_NODE_PORT", "5999")
                .with("EVS_PEERS", "10.77.0.1:5405,10.77.0.2:5405,10.77.0.3:5405")
                .with("EVS_NODE_STATE_DIR", home.resolve("second").toString())
                .with("EVS_IPC_SOCKET", home.resolve("second.sock").toString()));
    assertThat(second.awaitExit()).as(second.describe()).isEqualTo(3);
    told("duplicate_id", 2);
    mended();
  }
}
