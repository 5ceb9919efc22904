package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.ExpectsLog;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import io.evs.node.query.KeyMessage;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a client does that may use groups and no more, if its node's door lets it send to the group
 * of keys; and what is found in a folder of keys. Nothing of it ends a member or changes its keys.
 */
@Timeout(120)
@ExpectsLog({
  "is open to others",
  "is not installed here",
  "which does not follow",
  "lack it: not done"
})
class KeyAttackTest extends MembersWithKeys {
  @BeforeEach
  void nobodyIsGivenUpMeanwhile() {
    token = PATIENT;
  }

  private static void send(Evs client, String text) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    client.multicast(Guarantee.AGREED, List.of(KeyMessage.GROUP), message);
  }

  /** All members have acted on what was sent before. */
  private static KeyRotation.Answers settled(Life life) {
    try (KeyRotation operator = new KeyRotation(life.node)) {
      KeyRotation.Answers answers = operator.ask(LONG);
      assertThat(answers.silent()).isEmpty();
      return answers;
    }
  }

  /** SEC-H1 (a) to (e), one after the other in the midst of a rotation, from a client of node 2. */
  @Test
  void aClientCannotDirectARotation() {
    Life[] ring = ring();
    int old = new RingKey(firstKey).id();
    int fresh = install(0, 1, 2);
    awaitInstalled(ring[0], fresh, MEMBERS);
    assertThat(use(ring[0], fresh)).isEmpty();
    try (Evs client = ring[1].node.open(new EvsListener() {})) {
      client.join(List.of(KeyMessage.GROUP));
      // (a) ends everybody; a key that nobody has.
      send(client, "use 9223372036854775807 deadbeef");
      send(client, "use 2 deadbeef");
      // (b) back to the key that has leaked.
      send(client, "use 7 " + RingKey.name(old));
      // (c) deletes what is not in use.
      send(client, "retire " + RingKey.name(old));
      send(client, "retire " + RingKey.name(fresh));
      // (d) uses the generations up.
      send(client, "use 9223372036854775807 " + RingKey.name(fresh));
      // (e) in the name of its node.
      String both = RingKey.name(old) + "," + RingKey.name(fresh);
      send(client, "state 3 " + RingKey.name(old) + " " + both + " 0 \033[31m");
      send(client, "state 3 " + RingKey.name(old) + " " + both + " 77 10.0.0.9:1");
      KeyRotation.Answers answers = settled(ring[0]);
      for (KeyMessage.State each : answers.states().values()) {
        assertThat(each.generation()).isEqualTo(1);
        assertThat(each.active()).isEqualTo(fresh);
        assertThat(each.installed()).containsExactlyInAnyOrder(old, fresh);
        assertThat(each.seen()).containsExactlyInAnyOrder(1L, 2L, 3L);
      }
    }
    for (int i = 0; i < MEMBERS; i++) {
      assertThat(ring[i].lost).isNotDone();
      assertThat(ring[i].node.status().security().lacking()).isEmpty();
      assertThat(folder(i).ids()).containsExactlyInAnyOrder(old, fresh);
    }
    // The rotation that was under way ends as it should.
    assertThat(retire(ring[2], old)).isEmpty();
    assertThat(folder(0).retired()).containsExactly(old);
  }

  /** SEC-H1 (d), (4): not even who administers uses the generations up, or ends a member. */
  @Test
  void anOperatorCannotUseUpTheGenerations() {
    Life[] ring = ring();
    int first = new RingKey(firstKey).id();
    int fresh = install(0, 1, 2);
    awaitInstalled(ring[0], fresh, MEMBERS);
    try (Evs operator = ring[1].node.openOperator(new EvsListener() {})) {
      send(operator, "use 9223372036854775807 " + RingKey.name(fresh));
      send(operator, "use " + KeyFolder.GENERATION_MAX + " " + RingKey.name(fresh));
      send(operator, "use 1001 " + RingKey.name(fresh));
      send(operator, "use 1000 deadbeef");
      send(operator, "state 5 " + RingKey.name(fresh) + " - - -");
      assertThat(settled(ring[0]).having(state -> state.active() == first)).hasSize(MEMBERS);
      await()
          .atMost(LONG)
          .until(() -> ring[2].node.status().security().lacking().equals("deadbeef"));
    }
    // A rotation that follows the order supersedes what could not be done.
    assertThat(use(ring[2], fresh)).isEmpty();
    for (Life each : ring) {
      assertThat(each.node.status().security().lacking()).isEmpty();
      assertThat(each.node.status().security().generation()).isEqualTo(1);
      assertThat(each.lost).isNotDone();
    }
  }

  /** SEC-M9: questions without end cost no answers, and the agent is there afterwards. */
  @Test
  void aFloodOfQuestionsIsNotAnswered() {
    Life[] ring = ring();
    java.util.concurrent.atomic.AtomicInteger states =
        new java.util.concurrent.atomic.AtomicInteger();
    EvsListener counting =
        new EvsListener() {
          @Override
          public void onMessage(io.evs.Delivery delivery) {
            KeyMessage.parse(delivery.payload())
                .filter(KeyMessage.State.class::isInstance)
                .ifPresent(state -> states.incrementAndGet());
          }
        };
    settled(ring[0]);
    try (Evs client = ring[1].node.open(counting)) {
      client.join(List.of(KeyMessage.GROUP));
      for (int i = 0; i < 20_000; i++) {
        send(client, "query");
      }
      settled(ring[0]);
      client.dispatch(Evs.Dispatch.ALL);
      assertThat(states.get()).isBetween(MEMBERS, 4 * MEMBERS);
    }
  }

  /** SEC-M10: a key that cannot be read keeps neither the node nor other keys out. */
  @Test
  void aKeyThatCannotBeReadIsLeftOut() throws IOException {
    RingKey spoiled = new RingKey(randomKey());
    folder(0).install(spoiled);
    Files.setPosixFilePermissions(
        folder(0).path().resolve(spoiled.name() + ".key"),
        PosixFilePermissions.fromString("rw-rw-rw-"));
    Life alone = new Life(0, firstKey);
    alone.node.awaitMembers(1, LONG);
    int good = install(0);
    awaitInstalled(alone, good, 1);
    assertThat(settled(alone).states().values())
        .allMatch(state -> !state.installed().contains(spoiled.id()));
    assertThat(use(alone, good)).isEmpty();
    assertThat(alone.node.status().security().installed())
        .extracting(NodeStatus.Key::id)
        .containsExactlyInAnyOrder(new RingKey(firstKey).name(), RingKey.name(good));
  }

  /** SEC-L22: whoever was seen, a state stays within a message. */
  @Test
  void whatIsRememberedOfMembersIsBounded() {
    Set<Long> many = new java.util.LinkedHashSet<>();
    for (long id = 4_000_000_000L; id < 4_000_005_000L; id++) {
      many.add(id);
    }
    folder(0).install(new RingKey(firstKey));
    folder(0).store(new KeyFolder.State(1, new RingKey(firstKey).id(), many));
    Life alone = new Life(0, firstKey);
    alone.node.awaitMembers(1, LONG);
    KeyMessage.State state = settled(alone).states().get(alone.node.id());
    assertThat(state.seen()).hasSize(1024).contains(4_000_004_999L);
    assertThat(state.bytes().length).isLessThan(KeyMessage.MAX_BYTES);
  }
}
