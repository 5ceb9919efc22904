package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.EvsConfig;
import io.evs.ExpectsLog;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExpectsLog("which is not listed as a peer")
class BlockUnlistedTest {
  @TempDir private Path state;

  private Map<String, Long> afterDatagramsFrom(String host, boolean block) throws Exception {
    EvsConfig.Builder config =
        EvsConfig.builder()
            .bind("127.0.0.1")
            .port(0)
            .peers(List.of(new EvsConfig.Peer("127.0.0.1", 9)))
            .ringName("unlisted")
            .stateDir(state)
            .key(new byte[256])
            .blockUnlisted(block);
    try (EvsNode node = EvsNode.start(config.build());
        DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(host, 0))) {
      byte[] bytes = new byte[200];
      for (int i = 0; i < 10; i++) {
        stranger.send(new DatagramPacket(bytes, bytes.length, node.address()));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  node.status().counters().entrySet().stream()
                          .filter(each -> each.getKey().contains("rejected_"))
                          .mapToLong(Map.Entry::getValue)
                          .sum()
                      >= 10);
      return node.status().counters();
    }
  }

  @Test
  void packetsOfUnlistedHostsAreNotEvenOpened() throws Exception {
    Map<String, Long> counters = afterDatagramsFrom("127.0.0.2", /* block= */ true);
    assertThat(counters).containsEntry("rejected_unlisted", 10L);
    assertThat(counters).containsEntry("security_rejected_malformed", 0L);
  }

  @Test
  void thoseOfListedOnesAndOfAllWithoutTheSettingAre() throws Exception {
    for (boolean block : List.of(true, false)) {
      String host = block ? "127.0.0.1" : "127.0.0.2";
      Map<String, Long> counters = afterDatagramsFrom(host, block);
      assertThat(counters).containsEntry("rejected_unlisted", 0L);
      assertThat(counters).containsEntry("security_rejected_malformed", 10L);
    }
  }
}
