package io.evs.e2e;

import static io.evs.e2e.Chat.awaitMembers;
import static io.evs.e2e.Chat.everybodySays;
import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.cli.TestPorts;
import io.evs.node.EvsNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams that no member sent, at the ports of members that are at work. */
@Timeout(180)
class HostileDatagramsTest extends E2e {
  private static final int MEMBERS = 3;
  private static final int ROUNDS = 20;
  private static final int PACKETS_PER_ROUND = 1000;
  private static final int SIZE_MAX = 2000;
  private static final long MEMORY_MAX_BYTES = 400L << 20;
  private static final Path CAPTURE =
      Path.of("../core/src/test/resources/captures/corosync-3.1.7-udpu.packets.gz");

  private final Map<String, String> ring = LoopbackRing.unique();
  private final SplittableRandom random = new SplittableRandom(77);

  private static List<byte[]> captured() throws IOException {
    List<byte[]> packets = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(CAPTURE)))) {
      for (int low = in.read(); low >= 0; low = in.read()) {
        byte[] packet = new byte[low | in.readUnsignedByte() << 8];
        in.readFully(packet);
        packets.add(packet);
      }
    }
    return packets;
  }

  /** Random bytes, or a real packet that was cut off or changed in up to four places. */
  private byte[] hostile(List<byte[]> captured) {
    byte[] real = captured.get(random.nextInt(captured.size())).clone();
    switch (random.nextInt(3)) {
      case 0:
        byte[] bytes = new byte[random.nextInt(SIZE_MAX)];
        random.nextBytes(bytes);
        return bytes;
      case 1:
        return Arrays.copyOf(real, random.nextInt(real.length));
      default:
        for (int i = random.nextInt(5); i > 0; i--) {
          real[random.nextInt(real.length)] = (byte) random.nextInt();
        }
        return real;
    }
  }

  /** A member whose counters can be asked for. */
  private EvsNode observer(int port) {
    return later(
        EvsNode.start(
            EvsConfig.builder()
                .bind("127.0.0.1")
                .port(port)
                .ringName(ring.get("EVS_RING_NAME"))
                .transport(EvsConfig.TransportKind.MULTICAST)
                .multicastGroup(ring.get("EVS_MULTICAST_GROUP"))
                .multicastPort(Integer.parseInt(ring.get("EVS_MULTICAST_PORT")))
                .multicastTtl(0)
                .totem(TotemOption.TOKEN, Duration.ofSeconds(10))
                .totem(TotemOption.TOKEN_RETRANSMIT, Duration.ofMillis(200))
                .stateDir(home.resolve("observer"))
                .build()));
  }

  @Test
  void onlyCountersChangeAndTheChatGoesOn() throws Exception {
    List<Integer> ports = new ArrayList<>();
    List<EvsProcess> chats = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      int port = TestPorts.unused();
      EvsProcess.Command join =
          evs("group", "join", "chat", "--json")
              .with(ring)
              .with("EVS_NODE_PORT", String.valueOf(port))
              // Whoever is cut off, as it gets no processor, misses what the others say.
              .with(Map.of("EVS_TOTEM_TOKEN", "10s", "EVS_TOTEM_TOKEN_RETRANSMIT", "200ms"))
              // What grows without bound does not fit.
              .with("EVS_JAVA_OPTS", "-Xmx64m");
      chats.add(start(join));
      ports.add(port);
      awaitMembers(i + 1, chats.get(i));
    }
    int observed = TestPorts.unused();
    EvsNode observer = observer(observed);
    ports.add(observed);
    observer.awaitMembers(MEMBERS + 1, EvsProcess.PATIENCE);
    EvsProcess[] all = chats.toArray(new EvsProcess[0]);
    everybodySays("before", all);
    Map<String, Long> before = observer.status().counters();

    List<byte[]> captured = captured();
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < PACKETS_PER_ROUND; i++) {
          byte[] packet = hostile(captured);
          for (int port : ports) {
            socket.send(
                new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
          }
        }
        chats.get(round % MEMBERS).type("during " + round);
      }
    }

    for (EvsProcess chat : chats) {
      chat.awaitThat("what was said", p -> Chat.texts(p, "during").size() == ROUNDS);
      assertThat(Chat.texts(chat, "during")).isEqualTo(Chat.texts(all[0], "during"));
    }
    awaitMembers(MEMBERS, all);
    everybodySays("after", all);
    Map<String, Long> after = observer.status().counters();
    for (String counter : List.of("packets_received", "packets_malformed", "rejected_short")) {
      assertThat(after.get(counter)).as(counter).isGreaterThan(before.get(counter) + 100);
    }
    assertThat(after.get("addresses_known")).isLessThanOrEqualTo(1024);
    observer.awaitMembers(MEMBERS + 1, Duration.ofSeconds(30));
    for (EvsProcess chat : chats) {
      assertThat(chat.isAlive()).as(chat.describe()).isTrue();
      assertThat(chat.residentBytes()).isLessThan(MEMORY_MAX_BYTES);
      assertThat(chat.errors()).doesNotContain("Exception", "Error", "\tat ");
      // Nothing but what the chats said was delivered.
      assertThat(chat.events(Chat.MESSAGE)).hasSize(2 * 60 + ROUNDS);
    }
  }
}
