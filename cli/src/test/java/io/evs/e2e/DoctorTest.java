package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW wish 4: what ails a ring of nodes on a network, each ailment made on purpose. */
@Timeout(240)
class DoctorTest extends E2e {
  private final Namespaces network = later(Namespaces.create(3));
  private final Map<Integer, EvsProcess> nodes = new HashMap<>();

  private NetworkRing ring(boolean multicast) {
    NetworkRing ring = new NetworkRing(network, home, multicast, /* ipv6= */ false).nodes();
    // Longer than a busy machine makes a process wait.
    ring.key(key("key")).write("token: 3s");
    return ring;
  }

  private EvsProcess.Command on(NetworkRing ring, int host, String... words) {
    return evs(words)
        .with("EVS_CONFIG", ring.config(host))
        .with("EVS_IPC_SOCKET", ring.socket(host).toString())
        .on(network, host);
  }

  private void startNode(NetworkRing ring, int host, Map<String, String> settings) {
    nodes.put(host, start(on(ring, host, "node").with(settings)));
    nodes.get(host).awaitError("is in ring");
  }

  private void awaitMembers(NetworkRing ring, int count) {
    Awaitility.await()
        .atMost(EvsProcess.PATIENCE)
        .until(
            () -> {
              JsonNode status = on(ring, 1, "status", "--json").here().document();
              return status.at("/ring/members").size() == count
                  && status.at("/ring/state").asText().equals("operational");
            });
  }

  private static List<String> ids(JsonNode told) {
    return StreamSupport.stream(told.get("findings").spliterator(), false)
        .map(each -> each.get("id").asText())
        // A busy machine really does not run its processes; FindingsTest is about those.
        .filter(each -> !each.equals("pauses"))
        .distinct()
        .toList();
  }

  /** The kinds of findings that name that address. */
  private static List<String> named(JsonNode told, String address) {
    return StreamSupport.stream(told.get("findings").spliterator(), false)
        .filter(each -> each.get("text").asText().contains(address))
        .map(each -> each.get("id").asText())
        .toList();
  }

  private JsonNode finds(NetworkRing ring, int exit, String... ids) {
    EvsProcess doctor = on(ring, 1, "doctor", "--json").run();
    assertThat(doctor.exit()).as(doctor.describe()).isEqualTo(exit);
    JsonNode told = doctor.document();
    assertThat(ids(told)).as(doctor.output()).containsExactlyInAnyOrder(ids);
    assertThat(told.get("ok").asBoolean()).isEqualTo(exit == 0);
    return told;
  }

  @Test
  void whatAilsARingIsFoundAndNothingOnAHealthyOne() {
    NetworkRing ring = ring(/* multicast= */ false);
    for (int host : network.hosts()) {
      startNode(ring, host, Map.of());
    }
    awaitMembers(ring, 3);
    JsonNode healthy = finds(ring, 0);
    assertThat(healthy.at("/links")).hasSize(6);
    assertThat(healthy.at("/links/0/longest_bytes").asInt()).isEqualTo(1500);

    network.deafen(List.of(3), List.of(1));
    JsonNode deaf = finds(ring, 1, "one_way");
    assertThat(deaf.at("/findings/0/members").toString()).isEqualTo("[1,3]");
    assertThat(deaf.at("/findings/0/text").asText()).startsWith("packets of 1 do not get to 3");
    network.hear(List.of(3), List.of(1));

    network.dropLonger(3, 1200);
    JsonNode hole = finds(ring, 1, "mtu");
    assertThat(hole.at("/findings/0/text").asText())
        .contains("up to 1200 bytes get from ", " to 3");
    network.lose(3, 0);

    nodes.get(3).terminate();
    nodes.get(3).awaitExit();
    EvsProcess preflight = on(ring, 3, "doctor", "--json", "--wait", "2s").run();
    assertThat(preflight.exit()).as(preflight.describe()).isZero();
    assertThat(preflight.document().at("/links")).hasSize(2);
    assertThat(finds(ring, 0, "unreachable").at("/findings/0/severity").asText())
        .isEqualTo("warning");

    network.mtu(3, 1200);
    startNode(ring, 3, Map.of("EVS_TOTEM_TOKEN", "2s", "EVS_TOTEM_RECEIVE_BUFFER", "8KiB"));
    awaitMembers(ring, 3);
    JsonNode different = finds(ring, 1, "mtu", "timeouts_differ", "buffer");
    assertThat(different.toString()).contains("totem.token is 3s at 1, 2 and 2s at 3");
    // Issue 13, point 7: whose settings must agree find out when they join.
    nodes.get(1).awaitError("totem.token is 3s here and 2s at member 3");
    network.mtu(3, 1500);

    nodes.get(3).kill();
    Map<String, String> wrongKey =
        Map.of(
            "EVS_SECURITY_KEYFILE", key("other").toString(),
            "EVS_SECURITY_KEYRING", home.resolve("keys-other").toString());
    EvsProcess stranger = on(ring, 3, "doctor", "--json", "--wait", "2s").with(wrongKey).run();
    assertThat(stranger.exit()).isEqualTo(1);
    assertThat(ids(stranger.document())).contains("key");
    for (String address : List.of("10.77.0.1:5405", "10.77.0.2:5405")) {
      assertThat(named(stranger.document(), address)).as(stranger.describe()).hasSizeLessThan(2);
    }
    startNode(ring, 3, wrongKey);
    awaitMembers(ring, 2);
    Awaitility.await()
        .atMost(EvsProcess.PATIENCE)
        .until(() -> ids(on(ring, 1, "doctor", "--json").run().document()).contains("key"));
  }

  @Test
  void multicastThatDoesNotArriveIsFound() {
    NetworkRing ring = ring(/* multicast= */ true);
    for (int host : network.hosts()) {
      startNode(ring, host, Map.of());
    }
    awaitMembers(ring, 3);
    network.dropGroup(3, "239.192.77.1");
    Awaitility.await()
        .atMost(EvsProcess.PATIENCE)
        .until(
            () -> {
              EvsProcess doctor = on(ring, 1, "doctor", "--json", "--wait", "4s").run();
              return doctor.exit() == 1 && ids(doctor.document()).contains("multicast");
            });
  }
}
