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
import io.evs.Guarantee;
import io.evs.TotemOption;
import io.evs.security.KeyFolder;
import io.evs.security.RingKey;
import io.evs.transport.LinkFaults;
import java.net.DatagramSocket;
import java.net.InetAddress;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three real members with a key ring each, on loopback sockets. */
@Timeout(120)
class KeyRotationTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Group CHAT = new Group("chat");
  private static final int MEMBERS = 3;

  private final List<Life> lives = new ArrayList<>();
  private final byte[] firstKey = randomKey();
  private final List<Integer> ports = new ArrayList<>();
  private final List<LinkFaults> links = new ArrayList<>();
  @TempDir private Path home;

  /** One start of a member, which remembers what it is told. */
  private final class Life implements EvsListener {
    final EvsNode node;
    final Evs evs;
    final List<ConfigurationChange> configurations = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final CompletableFuture<EvsException> lost = new CompletableFuture<>();

    Life(int index, byte[] key) {
      node = EvsNode.startFaulty(config(index, key), (f, n, i) -> null, links.get(index));
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
      return node.configuration().members().size();
    }

    String keyId() {
      return node.status().security().keyId();
    }
  }

  @BeforeEach
  void places() throws Exception {
    List<DatagramSocket> sockets = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      sockets.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
      ports.add(sockets.get(i).getLocalPort());
      links.add(new LinkFaults(i));
    }
    sockets.forEach(DatagramSocket::close);
  }

  @AfterEach
  void closeAll() {
    lives.forEach(each -> each.node.close());
  }

  private static byte[] randomKey() {
    byte[] key = new byte[256];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private EvsConfig config(int index, byte[] key) {
    return EvsConfig.builder()
        .nodeId(index + 1L)
        .bind("127.0.0.1")
        .port(ports.get(index))
        .peers(ports.stream().map(port -> new EvsConfig.Peer("127.0.0.1", port)).toList())
        .transport(EvsConfig.TransportKind.UNICAST)
        .ringName("rotation")
        .stateDir(home.resolve("state" + index))
        .totem(TotemOption.TOKEN, Duration.ofMillis(500))
        .key(key)
        .keyring(folder(index).path())
        .build();
  }

  private KeyFolder folder(int index) {
    return new KeyFolder(home.resolve("keys" + index));
  }

  private Life[] ring() {
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

  private int install(int... indexes) {
    RingKey key = new RingKey(randomKey());
    for (int index : indexes) {
      folder(index).install(key);
    }
    return key.id();
  }

  private static Optional<String> use(Life life, int key) {
    try (KeyOperator operator = new KeyOperator(life.node::openOperator)) {
      KeyOperator.Answers before = operator.ask(ANSWER);
      Optional<String> against = KeyOperator.againstUse(before, key);
      if (against.isEmpty()) {
        assertThat(operator.use(before, key, LONG).silent()).isEmpty();
      }
      return against;
    }
  }

  private static Optional<String> retire(Life life, int key) {
    try (KeyOperator operator = new KeyOperator(life.node::openOperator)) {
      Optional<String> against = KeyOperator.againstRetire(operator.ask(ANSWER), key);
      if (against.isEmpty()) {
        assertThat(operator.retire(key, LONG).silent()).isEmpty();
      }
      return against;
    }
  }

  /** Members look into their folders twice a second. */
  private static void awaitInstalled(Life life, int key, int count) {
    try (KeyOperator operator = new KeyOperator(life.node::openOperator)) {
      await()
          .atMost(LONG)
          .until(
              () ->
                  operator.ask(ANSWER).having(state -> state.installed().contains(key)).size()
                      == count);
    }
  }

  private void separate(int alone) {
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

  private void reunite() {
    links.forEach(link -> link.hearNothingFrom(Set.of()));
  }

  private static void awaitKey(int key, Life... ring) {
    await()
        .atMost(LONG)
        .until(
            () -> List.of(ring).stream().allMatch(each -> each.keyId().equals(RingKey.name(key))));
  }

  @Test
  void tenKeysPassThroughALossyRingWithoutAConfigurationChangeOrALostMessage() throws Exception {
    Life[] ring = ring();
    links.forEach(link -> link.lose(0.1));
    List<Integer> before = List.of(ring).stream().map(each -> each.configurations.size()).toList();
    int perMember = 2000;
    List<Thread> senders = new ArrayList<>();
    for (Life each : ring) {
      Thread sender =
          new Thread(
              () -> {
                for (int i = 0; i < perMember; i++) {
                  Guarantee guarantee = i % 3 == 0 ? Guarantee.SAFE : Guarantee.AGREED;
                  each.evs.multicast(
                      guarantee, List.of(CHAT), (each.node.id() + " " + i).getBytes());
                  java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
              });
      sender.start();
      senders.add(sender);
    }
    int old = new RingKey(firstKey).id();
    for (int round = 0; round < 10; round++) {
      int key = install(0, 1, 2);
      awaitInstalled(ring[round % MEMBERS], key, MEMBERS);
      assertThat(use(ring[round % MEMBERS], key)).isEmpty();
      awaitKey(key, ring);
      assertThat(retire(ring[(round + 1) % MEMBERS], old)).isEmpty();
      old = key;
    }
    for (Thread sender : senders) {
      sender.join();
    }
    for (Life each : ring) {
      await().atMost(LONG).until(() -> each.messages.size() == MEMBERS * perMember);
      assertThat(each.messages).isEqualTo(ring[0].messages);
      assertThat(each.configurations).hasSize(before.get(each.node.id().value() - 1));
      assertThat(folder(0).ids()).containsExactly(old);
    }
  }

  @Test
  void aKeyThatIsNotInstalledEverywhereIsNotPutInUse() {
    Life[] ring = ring();
    int key = install(0, 1);
    awaitInstalled(ring[0], key, 2);
    assertThat(use(ring[0], key).orElseThrow())
        .contains("is not installed on member 3: run `evs key install FILE`");
    assertThat(ring[0].keyId()).isEqualTo(new RingKey(firstKey).name());
  }

  @Test
  void aKeyIsNotRetiredWhileItIsInUseOrSomebodyIsAway() {
    Life[] ring = ring();
    int first = new RingKey(firstKey).id();
    assertThat(retire(ring[0], first).orElseThrow()).contains("is in use on members 1, 2, 3");
    int key = install(0, 1, 2);
    awaitInstalled(ring[0], key, MEMBERS);
    ring[2].node.close();
    await().atMost(LONG).until(() -> ring[0].members() == 2);
    assertThat(use(ring[0], key)).isEmpty();
    assertThat(retire(ring[0], first).orElseThrow()).contains("member 3 must confirm");
    // It comes back with the key it left with, and takes the new one.
    Life back = new Life(2, firstKey);
    back.node.awaitMembers(MEMBERS, LONG);
    awaitKey(key, ring[0], ring[1], back);
    assertThat(retire(ring[1], first)).isEmpty();
  }

  @Test
  void twoSidesOfAPartitionThatChoseDifferentlyAgreeWhenTheyMeet() {
    Life[] ring = ring();
    int low = install(0, 1, 2);
    int high = install(0, 1, 2);
    awaitInstalled(ring[0], low, MEMBERS);
    awaitInstalled(ring[0], high, MEMBERS);
    separate(2);
    await().atMost(LONG).until(() -> ring[2].members() == 1 && ring[0].members() == 2);
    // The larger side changes twice, the other once: the higher generation is right.
    assertThat(use(ring[2], low)).isEmpty();
    assertThat(use(ring[0], high)).isEmpty();
    int newest = new RingKey(firstKey).id();
    assertThat(use(ring[0], newest)).isEmpty();
    assertThat(ring[2].keyId()).isEqualTo(RingKey.name(low));
    reunite();
    await().atMost(LONG).until(() -> ring[2].members() == MEMBERS);
    awaitKey(newest, ring);
  }

  @Test
  void whoIsToldToUseAKeyThatItLacksLeavesAndSaysWhy() throws Exception {
    Life[] ring = ring();
    int key = install(0, 1);
    awaitInstalled(ring[0], key, 2);
    try (KeyOperator operator = new KeyOperator(ring[0].node::openOperator)) {
      // Without the question whether all have it.
      operator.use(operator.ask(ANSWER), key, LONG);
    }
    EvsException why = ring[2].lost.get();
    assertThat(why.code()).isEqualTo(EvsException.Code.SECURITY);
    assertThat(why.getMessage())
        .contains("the ring uses key " + RingKey.name(key) + ", which is not installed here");
    await().atMost(LONG).until(() -> ring[0].members() == 2 && ring[1].members() == 2);
    awaitKey(key, ring[0], ring[1]);
  }

  @Test
  void whoReturnsWithoutTheNewKeyStaysOutAndBothSidesCountIt() {
    Life[] ring = ring();
    ring[2].node.close();
    await().atMost(LONG).until(() -> ring[0].members() == 2);
    int key = install(0, 1);
    awaitInstalled(ring[0], key, 2);
    assertThat(use(ring[0], key)).isEmpty();
    Life back = new Life(2, firstKey);
    await()
        .atMost(LONG)
        .until(() -> back.node.status().counters().get("security_rejected_other_key") > 0);
    folder(2).install(folder(0).read(key));
    // It takes the key up while it runs, and then the others' word which one is in use.
    back.node.awaitMembers(MEMBERS, LONG);
    awaitKey(key, ring[0], ring[1], back);
  }

  @Test
  void whoHasOnlyARetiredKeyStaysOutUntilItUsesTheNewOne() {
    Life[] ring = ring();
    int key = install(0, 1, 2);
    awaitInstalled(ring[0], key, MEMBERS);
    ring[2].node.close();
    await().atMost(LONG).until(() -> ring[0].members() == 2);
    assertThat(use(ring[0], key)).isEmpty();
    try (KeyOperator operator = new KeyOperator(ring[0].node::openOperator)) {
      // As with --force.
      assertThat(operator.retire(new RingKey(firstKey).id(), LONG).silent()).isEmpty();
    }
    Life back = new Life(2, firstKey);
    await()
        .atMost(LONG)
        .until(() -> ring[0].node.status().counters().get("security_rejected_other_key") > 0);
    assertThat(back.members()).isLessThan(MEMBERS);
    back.node.close();
    folder(2).store(new KeyFolder.State(1, key, Set.of()));
    new Life(2, firstKey).node.awaitMembers(MEMBERS, LONG);
  }

  @Test
  void theKeyInUseSurvivesARestartOfAll() {
    Life[] ring = ring();
    int key = install(0, 1, 2);
    awaitInstalled(ring[0], key, MEMBERS);
    assertThat(use(ring[0], key)).isEmpty();
    for (Life each : ring) {
      each.node.abort();
    }
    awaitKey(key, ring());
  }
}
