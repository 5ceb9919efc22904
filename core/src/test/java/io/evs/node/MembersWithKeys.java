package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.TestPorts;
import io.evs.TotemOption;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import io.evs.transport.LinkFaults;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three real members with a key ring each, on loopback sockets. */
abstract class MembersWithKeys {
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration ANSWER = Duration.ofSeconds(5);
  static final Group CHAT = new Group("chat");
  static final int MEMBERS = 3;

  /** On a busy machine members without a processor are given up by a short one. */
  static final Duration PATIENT = Duration.ofSeconds(10);

  /** Silence after which a member is given up. */
  Duration token = Duration.ofMillis(500);

  private final List<Life> lives = new ArrayList<>();
  final byte[] firstKey = randomKey();
  private final List<Integer> ports = new ArrayList<>();
  final List<LinkFaults> links = new ArrayList<>();
  @TempDir Path home;

  /** One start of a member, which remembers what it is told. */
  final class Life implements EvsListener {
    final EvsNode node;
    final Evs evs;
    final List<ConfigurationChange> configurations = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final CompletableFuture<EvsException> lost = new CompletableFuture<>();

    Life(int index, byte[] key) {
      node = FaultInjection.start(config(index, key), links.get(index));
      evs = node.open(this);
      evs.join(List.of(CHAT));
      Thread dispatcher =
          new Thread(
              () -> {
                try {
                  evs.dispatch(Evs.Dispatch.BLOCKING);
                } catch (EvsException ended) {
                  lost.complete(ended);
                }
              });
      dispatcher.setDaemon(true);
      dispatcher.start();
      lives.add(this);
    }

    @Override
    public void onConfiguration(ConfigurationChange change) {
      configurations.add(change);
    }

    @Override
    public void onMessage(Delivery delivery) {
      messages.add(new String(delivery.payload(), java.nio.charset.StandardCharsets.UTF_8));
    }

    int members() {
      return node.configuration().map(each -> each.members().size()).orElse(0);
    }

    String keyId() {
      return node.status().security().keyId();
    }
  }

  @BeforeEach
  void places() throws Exception {
    for (int i = 0; i < MEMBERS; i++) {
      ports.add(TestPorts.unused());
      links.add(new LinkFaults(i));
    }
  }

  @AfterEach
  void closeAll() {
    lives.forEach(each -> each.node.close());
  }

  static byte[] randomKey() {
    byte[] key = new byte[256];
    new SecureRandom().nextBytes(key);
    return key;
  }

  EvsConfig config(int index, byte[] key) {
    return EvsConfig.builder()
        .nodeId(index + 1L)
        .bind("127.0.0.1")
        .port(ports.get(index))
        .peers(ports.stream().map(port -> new EvsConfig.Peer("127.0.0.1", port)).toList())
        .transport(EvsConfig.TransportKind.UNICAST)
        .ringName("rotation")
        .stateDir(home.resolve("state" + index))
        .totem(TotemOption.TOKEN, token)
        .key(key)
        .keyring(folder(index).path())
        .build();
  }

  KeyFolder folder(int index) {
    return new KeyFolder(home.resolve("keys" + index));
  }

  Life[] ring() {
    Life[] ring = new Life[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
      ring[i] = new Life(i, firstKey);
    }
    for (Life each : ring) {
      each.node.awaitMembers(MEMBERS, LONG);
    }
    await()
        .atMost(LONG)
        .until(() -> ring[0].evs.groups().getOrDefault(CHAT, List.of()).size() == MEMBERS);
    return ring;
  }

  int install(int... indexes) {
    RingKey key = new RingKey(randomKey());
    for (int index : indexes) {
      folder(index).install(key);
    }
    return key.id();
  }

  static Optional<String> use(Life life, int key) {
    try (KeyRotation operator = new KeyRotation(life.node)) {
      KeyRotation.Answers before = operator.ask(ANSWER);
      Optional<String> against = KeyRotation.againstUse(before, key);
      if (against.isEmpty()) {
        assertThat(operator.use(before, key, LONG).silent()).isEmpty();
      }
      return against;
    }
  }

  static Optional<String> retire(Life life, int key) {
    try (KeyRotation operator = new KeyRotation(life.node)) {
      Optional<String> against = KeyRotation.againstRetire(operator.ask(ANSWER), key);
      if (against.isEmpty()) {
        assertThat(operator.retire(key, LONG).silent()).isEmpty();
      }
      return against;
    }
  }

  /** Members look into their folders twice a second. */
  static void awaitInstalled(Life life, int key, int count) {
    try (KeyRotation operator = new KeyRotation(life.node)) {
      await()
          .atMost(LONG)
          .until(
              () ->
                  operator.ask(ANSWER).having(state -> state.installed().contains(key)).size()
                      == count);
    }
  }

  void separate(int alone) {
    for (int i = 0; i < MEMBERS; i++) {
      Set<InetSocketAddress> others = new java.util.HashSet<>();
      for (int j = 0; j < MEMBERS; j++) {
        if ((i == alone) != (j == alone)) {
          others.add(new InetSocketAddress("127.0.0.1", ports.get(j)));
        }
      }
      links.get(i).hearNothingFrom(others);
    }
  }

  void reunite() {
    links.forEach(link -> link.hearNothingFrom(Set.of()));
  }

  static void awaitKey(int key, Life... ring) {
    await()
        .atMost(LONG)
        .until(
            () -> List.of(ring).stream().allMatch(each -> each.keyId().equals(RingKey.name(key))));
  }
}
