package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.ExpectsLog;
import io.evs.Guarantee;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys are changed on a ring that works. */
@Timeout(120)
@ExpectsLog({
  "uses another key",
  "is not installed here",
  "lack it: not done",
  "is in use and was not retired"
})
class KeyRotationTest extends MembersWithKeys {
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
      assertThat(folder(0).retired()).as("the last ones can be brought back").hasSize(8);
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

  /** SEC-H1 (a), (3): a key that a member lacks neither makes it leave nor shuts it out. */
  @Test
  void aKeyThatAMemberLacksIsNotPutInUseAndNobodyLeaves() {
    token = PATIENT;
    Life[] ring = ring();
    int first = new RingKey(firstKey).id();
    int key = install(0, 1);
    awaitInstalled(ring[0], key, 2);
    List<Integer> before = List.of(ring).stream().map(each -> each.configurations.size()).toList();
    try (KeyRotation operator = new KeyRotation(ring[0].node)) {
      // Without the question whether all have it.
      KeyRotation.Answers after = operator.use(operator.ask(LONG), key, Duration.ofMillis(200));
      assertThat(after.silent()).hasSize(MEMBERS);
      await()
          .atMost(LONG)
          .until(() -> ring[2].node.status().security().lacking().equals(RingKey.name(key)));
      assertThat(operator.ask(LONG).having(state -> state.active() == first)).hasSize(MEMBERS);
      // Nor is a key retired that somebody uses, though nobody was asked.
      assertThat(operator.retire(first, Duration.ofMillis(200)).silent()).hasSize(MEMBERS);
      assertThat(KeyRotation.againstRetire(operator.ask(LONG), first).orElseThrow())
          .contains("is in use on members 1, 2, 3");
    }
    folder(2).install(folder(0).read(key));
    await().atMost(LONG).until(() -> ring[2].node.status().security().lacking().isEmpty());
    awaitInstalled(ring[0], key, MEMBERS);
    assertThat(use(ring[1], key)).isEmpty();
    awaitKey(key, ring);
    for (int i = 0; i < MEMBERS; i++) {
      assertThat(ring[i].lost).isNotDone();
      assertThat(ring[i].configurations).hasSize(before.get(i));
      assertThat(ring[i].node.status().security().generation()).isEqualTo(1);
    }
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
    try (KeyRotation operator = new KeyRotation(ring[0].node)) {
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
      FaultInjection.crash(each.node);
    }
    awaitKey(key, ring());
  }
}
