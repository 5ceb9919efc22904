package io.evs.e2e;

import static io.evs.e2e.Chat.awaitMembers;
import static io.evs.e2e.Chat.everybodySays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.EvsConfig;
import io.evs.cli.TestPorts;
import io.evs.node.EvsNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ring with a key, and what those without it can see and do. */
@Timeout(180)
class EncryptedRingTest extends E2e {
  private static final int MEMBERS = 3;
  private static final String SECRET = "nobody else may read this line";
  private static final String GROUP = "secretmeeting";

  private final Map<String, String> ring = LoopbackRing.unique();

  /** Hears what is multicast, and can say it again. */
  private final class Eavesdropper implements AutoCloseable {
    final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final MulticastSocket socket;
    private final MulticastSocket mouth;
    private final InetSocketAddress group;

    Eavesdropper() throws IOException {
      group =
          new InetSocketAddress(
              InetAddress.getByName(ring.get("EVS_MULTICAST_GROUP")),
              Integer.parseInt(ring.get("EVS_MULTICAST_PORT")));
      NetworkInterface lo = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
      socket = new MulticastSocket(null);
      socket.setReuseAddress(true);
      socket.setOption(java.net.StandardSocketOptions.SO_REUSEPORT, true);
      socket.bind(group);
      socket.joinGroup(group, lo);
      mouth = new MulticastSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      mouth.setNetworkInterface(lo);
      mouth.setTimeToLive(0);
      Thread listener = new Thread(this::listen, "eavesdropper");
      listener.setDaemon(true);
      listener.start();
    }

    private void listen() {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      try {
        while (true) {
          packet.setLength(65_536);
          socket.receive(packet);
          heard.add(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void sayAgain(List<byte[]> packets) throws IOException {
      for (byte[] each : packets) {
        mouth.send(new DatagramPacket(each, each.length, group));
      }
    }

    boolean heardClearText(String text) {
      return heard.stream()
          .anyMatch(each -> new String(each, StandardCharsets.ISO_8859_1).contains(text));
    }

    @Override
    public void close() {
      mouth.close();
      socket.close();
    }
  }

  private EvsProcess chat(String group, Map<String, String> more, String... options) {
    List<String> words = new java.util.ArrayList<>(List.of("group", "join", group, "--json"));
    words.addAll(List.of(options));
    return start(
        evs(words.toArray(String[]::new))
            .with(ring)
            .with("EVS_NODE_PORT", String.valueOf(TestPorts.unused()))
            .with(more));
  }

  private EvsProcess[] chats(Map<String, String> security) {
    EvsProcess[] chats = new EvsProcess[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
      chats[i] = chat(GROUP, security);
    }
    awaitMembers(MEMBERS, chats);
    return chats;
  }

  private static int configurations(EvsProcess chat) {
    return chat.events(Chat.CONFIGURATION).size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes-256-gcm", "chacha20-poly1305", "sober128-hmac-sha1"})
  void nothingCanBeReadOnTheWire(String suite) throws Exception {
    Eavesdropper eavesdropper = later(new Eavesdropper());
    Map<String, String> security =
        Map.of("EVS_SECURITY_KEYFILE", key("key").toString(), "EVS_SECURITY_SUITE", suite);
    EvsProcess[] chats = chats(security);
    everybodySays(SECRET, chats);
    await().until(() -> eavesdropper.heard.size() > 20);
    assertThat(eavesdropper.heardClearText(SECRET)).isFalse();
    assertThat(eavesdropper.heardClearText(GROUP)).isFalse();
    assertThat(chats[0].errors().contains("is weak")).isEqualTo(suite.startsWith("sober"));
  }

  @Test
  void theSameCanBeReadWithoutAKey() throws Exception {
    Eavesdropper eavesdropper = later(new Eavesdropper());
    everybodySays(SECRET, chats(Map.of()));
    await().until(() -> eavesdropper.heardClearText(SECRET) && eavesdropper.heardClearText(GROUP));
  }

  @Test
  void whoHasAnotherKeyOrNoneStaysOutAndIsNamed() {
    EvsProcess[] chats = chats(Map.of("EVS_SECURITY_KEYFILE", key("key").toString()));
    EvsProcess other = chat(GROUP, Map.of("EVS_SECURITY_KEYFILE", key("other").toString()));
    EvsProcess none = chat(GROUP, Map.of());
    chats[0].awaitError("uses another key: its packets are dropped; the key here is ");
    other.awaitError("uses another key");
    chats[1].awaitError("sends without a key");
    awaitMembers(1, other, none);
    everybodySays("among us", chats);
    for (EvsProcess stranger : List.of(other, none)) {
      assertThat(stranger.events(Chat.MESSAGE)).isEmpty();
      List<JsonNode> rings = stranger.events(Chat.CONFIGURATION);
      assertThat(rings.get(rings.size() - 1).get("members")).hasSize(1);
    }
    awaitMembers(MEMBERS, chats);
  }

  @Test
  void recordedPacketsChangeNothingEvenForMembersThatRestarted() throws Exception {
    Eavesdropper eavesdropper = later(new Eavesdropper());
    Path key = key("key");
    Map<String, String> security = new HashMap<>(Map.of("EVS_SECURITY_KEYFILE", key.toString()));
    EvsProcess[] chats = chats(security);
    EvsNode observer =
        later(
            EvsNode.start(
                EvsConfig.builder()
                    .bind("127.0.0.1")
                    .port(0)
                    .ringName(ring.get("EVS_RING_NAME"))
                    .transport(EvsConfig.TransportKind.MULTICAST)
                    .multicastGroup(ring.get("EVS_MULTICAST_GROUP"))
                    .multicastPort(Integer.parseInt(ring.get("EVS_MULTICAST_PORT")))
                    .multicastTtl(0)
                    .keyFile(key)
                    .build()));
    observer.awaitMembers(MEMBERS + 1, EvsProcess.PATIENCE);
    everybodySays("first", chats);
    chats[2].kill();
    observer.awaitMembers(MEMBERS, EvsProcess.PATIENCE);
    await().until(() -> observer.configuration().orElseThrow().members().size() == MEMBERS);
    // All that was said since the start, joins and messages of the dead one among it.
    List<byte[]> recorded = List.copyOf(eavesdropper.heard);
    assertThat(recorded).hasSizeGreaterThan(50);
    awaitMembers(2, chats[0], chats[1]);
    int before = configurations(chats[0]);
    long replayed = refused(observer);
    for (int i = 0; i < 10; i++) {
      eavesdropper.sayAgain(recorded);
    }
    await().until(() -> refused(observer) > replayed + recorded.size());
    everybodySays("second", chats[0], chats[1]);
    assertThat(configurations(chats[0])).isEqualTo(before);
    chats[2] = chat(GROUP, security);
    eavesdropper.sayAgain(recorded);
    awaitMembers(MEMBERS, chats);
    eavesdropper.sayAgain(recorded);
    everybodySays("third", chats);
    assertThat(Chat.texts(chats[2], "first")).isEmpty();
    assertThat(Chat.texts(chats[0], "first")).hasSize(60);
  }

  private static long refused(EvsNode node) {
    return node.status().counters().entrySet().stream()
        .filter(each -> each.getKey().startsWith("security_rejected"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
