package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.ExpectsLog;
import io.evs.transport.address.PathMtu;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@ExpectsLog("is insecure: ")
class NodeSetupTest {
  private static void refused(EvsConfig.Builder builder, EvsException.Code code, String... words) {
    assertThatThrownBy(() -> NodeSetup.of(builder.build()))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> {
              assertThat(error.code()).isEqualTo(code);
              assertThat(error.getMessage()).contains(words);
            });
  }

  @Test
  void loopbackWithoutPeersIsMulticastOnTheFirstFreePort() {
    NodeSetup setup = NodeSetup.of(EvsConfig.builder().build());
    assertThat(setup.isMulticast()).isTrue();
    assertThat(setup.udp().ports()).hasSize(64).startsWith(5405, 5406).endsWith(5468);
    assertThat(setup.packetSize(new PathMtu(65_536, "lo"), 0).bytes()).isEqualTo(1472);
    assertThat(setup.packetSize(new PathMtu(1400, "eth0"), 0).bytes()).isEqualTo(1372);
  }

  @Test
  void peersMeanUnicastWithTheOwnPortAsDefault() {
    NodeSetup setup =
        NodeSetup.of(
            EvsConfig.builder().port(6000).peer("127.0.0.1").peer("127.0.0.1:6001").build());
    assertThat(setup.isMulticast()).isFalse();
    assertThat(setup.found().addresses())
        .containsExactly(
            new InetSocketAddress("127.0.0.1", 6000), new InetSocketAddress("127.0.0.1", 6001));
  }

  @Test
  void aRingWithoutKeyStaysOnLoopbackUnlessToldOtherwise() {
    EvsConfig.Builder open = EvsConfig.builder().bind("0.0.0.0").peer("127.0.0.1");
    refused(open, EvsException.Code.SECURITY, "evs keygen", "--insecure");
    assertThat(NodeSetup.of(open.insecure(true).build()).isMulticast()).isFalse();
  }

  @Test
  void whatCannotWorkIsNamed() {
    refused(
        EvsConfig.builder().bind("198.51.100.3").insecure(true),
        EvsException.Code.INVALID_PARAM,
        "198.51.100.3 is not an address of this machine");
    refused(
        EvsConfig.builder().peer("198.51.100.3"),
        EvsException.Code.INVALID_PARAM,
        "198.51.100.3 cannot be reached from 127.0.0.1");
    refused(
        EvsConfig.builder().peer("::1"),
        EvsException.Code.INVALID_PARAM,
        "no address of the IP version");
    refused(
        EvsConfig.builder().bind("0.0.0.0").insecure(true),
        EvsException.Code.INVALID_PARAM,
        "no peers are configured");
  }

  @Test
  void bindsToAnInterfaceByName() {
    assertThat(
            NodeSetup.of(EvsConfig.builder().bind("lo").build()).udp().bind().isLoopbackAddress())
        .isTrue();
  }

  @Test
  void aDerivedNodeIdIsStableAndDiffersByPortAndHost() {
    EvsConfig config = EvsConfig.builder().build();
    InetSocketAddress first = new InetSocketAddress("127.0.0.1", 5405);
    InetSocketAddress second = new InetSocketAddress("127.0.0.1", 5406);
    assertThat(
            List.of(
                NodeSetup.nodeId(config, "a", first),
                NodeSetup.nodeId(config, "a", second),
                NodeSetup.nodeId(config, "b", first)))
        .doesNotHaveDuplicates()
        .first()
        .isEqualTo(NodeSetup.nodeId(config, "a", first));
    assertThat(NodeSetup.nodeId(EvsConfig.builder().nodeId(7).build(), "a", first).asLong())
        .isEqualTo(7);
  }
}
