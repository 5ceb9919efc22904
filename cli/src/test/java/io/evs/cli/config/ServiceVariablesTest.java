package io.evs.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceVariablesTest {
  private static Run show(Map<String, String> variables) {
    Run run = new Run();
    variables.forEach(run::with);
    return run.evs("config", "show");
  }

  /** FIELD-2: a service called evs-node, evs-metrics or evs-ring stopped every command. */
  @Test
  void variablesOfServicesAreNotOurs() {
    for (String service : new String[] {"NODE", "METRICS", "RING", "IPC", "LOG", "MULTICAST"}) {
      String name = "EVS_" + service;
      Run run =
          show(
              Map.of(
                  name + "_SERVICE_HOST", "10.96.0.7",
                  name + "_SERVICE_PORT", "5405",
                  name + "_SERVICE_PORT_UDP", "5405",
                  name + "_PORT", "tcp://10.96.0.7:5405",
                  name + "_PORT_5405_UDP", "udp://10.96.0.7:5405",
                  name + "_PORT_5405_UDP_PROTO", "udp",
                  name + "_PORT_5405_UDP_PORT", "5405",
                  name + "_PORT_5405_UDP_ADDR", "10.96.0.7"));
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).doesNotContain("10.96.0.7");
    }
  }

  @Test
  void typingErrorsAreStillRefused() {
    assertThat(show(Map.of("EVS_NODE_PROT", "5405")).exit()).isEqualTo(2);
    assertThat(show(Map.of("EVS_NODE_PORT", "54o5")).exit()).isEqualTo(2);
    assertThat(show(Map.of("EVS_NODE_NAME", "n1")).out()).contains("n1");
    assertThat(show(Map.of("EVS_RING_NAME", "prod")).out()).contains("prod");
  }

  @Test
  void variablesOfServicesWithTheNamesOfSectionsAreNobodysFault() {
    assertThat(show(Map.of("EVS_QUORUM_EXPECTED_VOTES", "3")).out()).contains("expected_votes: 3");
    assertThat(show(Map.of("EVS_QUORUM_SERVICE_HOST", "10.96.0.7")).exit()).isZero();
    assertThat(show(Map.of("EVS_QUORUM_EXPECTED_VOTE", "3")).err())
        .contains("did you mean EVS_QUORUM_EXPECTED_VOTES?");
  }
}
