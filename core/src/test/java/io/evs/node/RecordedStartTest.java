package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.SecuritySuite;
import io.evs.TestPorts;
import io.evs.TotemOption;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SEC-M2: what a node sent at an earlier start, sent to it again, without a key and with the suite
 * that keeps no account of packets: it was taken for another node, and the node ended for good.
 */
@Timeout(60)
@ExpectsLog({"is weak: packets can be replayed", "another node uses this node id"})
class RecordedStartTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration TOKEN = Duration.ofMillis(100);
  private static final int RECORDED = 20;

  /** Sent again every 5 ms, that is for many token time-outs. */
  private static final long HEARD = 200;

  @TempDir private Path state;

  private EvsConfig config(SecuritySuite suite, int port, int recorder) {
    EvsConfig.Builder builder =
        EvsConfig.builder()
            .nodeId(1)
            .bind("127.0.0.1")
            .port(port)
            .peer("127.0.0.1:" + port)
            .peer("127.0.0.1:" + recorder)
            .ringName("recorded-" + port)
            .stateDir(state)
            .totem(TotemOption.TOKEN, TOKEN)
            .security(suite);
    return (suite == SecuritySuite.NONE ? builder : builder.key(new byte[128])).build();
  }

  private static List<byte[]> record(DatagramSocket recorder) throws IOException {
    List<byte[]> packets = new ArrayList<>();
    recorder.setSoTimeout((int) LONG.toMillis());
    while (packets.size() < RECORDED) {
      DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
      recorder.receive(packet);
      packets.add(Arrays.copyOf(packet.getData(), packet.getLength()));
    }
    return packets;
  }

  private static long heardOfItself(EvsNode node) {
    return node.status().counters().get("duplicate_node_id");
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SOBER128_HMAC_SHA1"})
  void doesNotEndTheNextOne(SecuritySuite suite) throws Exception {
    int port = TestPorts.unused();
    try (DatagramSocket recorder = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      EvsConfig config = config(suite, port, recorder.getLocalPort());
      List<byte[]> recording;
      try (EvsNode earlier = EvsNode.start(config)) {
        earlier.awaitMembers(1, LONG);
        recording = record(recorder);
      }
      try (EvsNode node = EvsNode.start(config)) {
        node.awaitMembers(1, LONG);
        Evs evs = node.open(new EvsListener() {});
        CompletableFuture<EvsException> end = new CompletableFuture<>();
        Thread dispatcher =
            new Thread(
                () -> {
                  try {
                    evs.dispatch(Evs.Dispatch.BLOCKING);
                  } catch (EvsException ended) {
                    end.complete(ended);
                  }
                });
        dispatcher.setDaemon(true);
        dispatcher.start();
        InetSocketAddress victim = node.address();
        await()
            .pollInterval(Duration.ofMillis(5))
            .atMost(LONG)
            .until(
                () -> {
                  for (byte[] packet : recording) {
                    recorder.send(new DatagramPacket(packet, packet.length, victim));
                  }
                  return end.isDone() || heardOfItself(node) > RECORDED * HEARD;
                });
        assertThat(end).as("the node goes on").isNotDone();
        assertThat(node.status().state()).isNotEqualTo("CLOSED");
        node.awaitMembers(1, LONG);
      }
    }
  }
}
