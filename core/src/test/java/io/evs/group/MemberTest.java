package io.evs.group;

import static io.evs.group.TestRing.CHAT;
import static io.evs.group.TestRing.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.ConfigurationChange.Kind;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupChange.Reason;
import io.evs.totem.part.RingPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16})
  void membersThatStartTogetherFormOneRing(int count) {
    TestRing ring = new TestRing(count);
    ring.form();
    assertThat(ring.node(1).configurations.get(0).kind()).isEqualTo(Kind.REGULAR);
    assertThat(ring.node(count).member.configuration().members()).hasSize(count);
  }

  @Test
  void everyMemberDeliversEveryMessageInOneOrder() {
    TestRing ring = new TestRing(3);
    ring.form();
    for (int i = 0; i < 200; i++) {
      for (int id = 1; id <= 3; id++) {
        ring.node(id).member.submit(ring.now, 7, i % 3 == 0, List.of(CHAT), new byte[i * 20]);
      }
    }
    ring.until(
        "600 messages",
        5000 * MS,
        () ->
            ring.node(3).messages.size() == 600
                && ring.node(2).messages.size() == 600
                && ring.node(1).messages.size() == 600);
    assertThat(ring.node(2).messages).isEqualTo(ring.node(1).messages);
    assertThat(ring.node(3).messages).isEqualTo(ring.node(1).messages);
  }

  @Test
  void largestAndEmptyMessageArriveIntact() {
    TestRing ring = new TestRing(3);
    ring.form();
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);
    ring.node(2).member.submit(ring.now, 1, false, List.of(CHAT), large);
    ring.node(2).member.submit(ring.now, 1, true, List.of(CHAT), new byte[0]);
    ring.until(
        "both",
        5000 * MS,
        () -> ring.node(1).payloads.size() == 2 && ring.node(3).payloads.size() == 2);
    assertThat(ring.node(1).payloads.get(0)).isEqualTo(large);
    assertThat(ring.node(3).payloads.get(0)).isEqualTo(large);
    assertThat(ring.node(3).payloads.get(1)).isEmpty();
  }

  @Test
  void oneByteMoreThanOneMebibyteIsRefused() {
    TestRing ring = new TestRing(1);
    ring.form();
    assertThatThrownBy(
            () ->
                ring.node(1)
                    .member
                    .submit(ring.now, 1, false, List.of(CHAT), new byte[(1 << 20) + 1]))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("1048577")
        .extracting(e -> ((EvsException) e).code())
        .isEqualTo(EvsException.Code.INVALID_PARAM);
  }

  @Test
  void idleRingHoldsTheTokenAndWakesForAMessage() {
    TestRing ring = new TestRing(3);
    ring.form();
    long idleUntil = ring.now + 2000 * MS;
    ring.at(idleUntil, () -> {});
    ring.until("idle", 3000 * MS, () -> ring.now >= idleUntil);
    assertThat(ring.node(1).member.counters().get("tokens_held")).isPositive();
    assertThat(ring.node(1).member.counters().get("gathers")).isLessThanOrEqualTo(3);
    long sent = ring.now;
    ring.node(3).member.submit(ring.now, 1, false, List.of(CHAT), new byte[10]);
    ring.until("delivery", 50 * MS, () -> ring.node(2).messages.size() == 1);
    assertThat(ring.now - sent).isLessThan(5 * MS);
  }

  @Test
  void groupMembershipFollowsJoinsLeavesAndLostNodes() {
    TestRing ring = new TestRing(3);
    ring.form();
    for (int id = 1; id <= 3; id++) {
      ring.node(id).member.joinGroup(ring.now, 100 + id, CHAT);
    }
    ring.until(
        "all in",
        1000 * MS,
        () ->
            ring.node(1).member.groups().containsKey(CHAT)
                && ring.node(1).member.groups().get(CHAT).size() == 3);
    ring.node(3).dead = true;
    ring.until(
        "ring of two",
        3000 * MS,
        () ->
            ring.node(1).member.configuration().members().size() == 2
                && ring.node(1).member.isSynchronized());
    assertThat(ring.node(1).member.groups().get(CHAT)).hasSize(2);
    assertThat(ring.node(1).groupChanges.get(ring.node(1).groupChanges.size() - 1).left())
        .allMatch(change -> change.reason() == Reason.NODE_DOWN);
    ring.node(2).member.leaveGroup(ring.now, 102, CHAT);
    ring.until("left", 1000 * MS, () -> ring.node(1).member.groups().get(CHAT).size() == 1);
  }

  @Test
  void leaveIsSeenWithoutWaitingForTheToken() {
    TestRing ring = new TestRing(3);
    ring.form();
    long before = ring.now;
    ring.node(2).member.leave(ring.now);
    ring.node(2).dead = true;
    ring.until("ring of two", 1000 * MS, () -> ring.isOneRingOf(2));
    assertThat(ring.now - before).isLessThan(100 * MS);
    var changes = ring.node(1).configurations;
    assertThat(changes.get(changes.size() - 2).kind()).isEqualTo(Kind.TRANSITIONAL);
    assertThat(changes.get(changes.size() - 2).left()).hasSize(1);
    assertThat(changes.get(changes.size() - 1).kind()).isEqualTo(Kind.REGULAR);
  }

  @Test
  void badGroupNamesAreRefused() {
    assertThatThrownBy(() -> new Group("")).isInstanceOf(EvsException.class);
    assertThatThrownBy(() -> new Group("x".repeat(33))).isInstanceOf(EvsException.class);
    assertThatThrownBy(() -> new Group("a\nb")).isInstanceOf(EvsException.class);
  }

  /** By corosync's rule and by ours: the token is under way to the one that alone would keep it. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whoAloneKeepsTheTokenDoesNotAskForIt(int restVisits) {
    TestRing ring =
        new TestRing(3, RingPolicy.ours(200 * MS).with(values -> values.restVisits = restVisits));
    ring.form();
    TestRing.Node keeper = ring.node(1);
    keeper.member.submit(ring.now, 7, false, List.of(CHAT), new byte[10]);
    ring.until("rest", 1000 * MS, () -> keeper.member.totem().isHoldingToken());
    long asked = keeper.member.counters().get("hold_cancels_sent");
    ring.until("on its way", 1000 * MS, () -> !keeper.member.totem().isHoldingToken());
    keeper.member.submit(ring.now, 7, false, List.of(CHAT), new byte[20]);
    ring.until("delivered", MS, () -> keeper.messages.contains("1:2:20"));
    assertThat(keeper.member.counters()).containsEntry("hold_cancels_sent", asked);
  }

  @Test
  void joinMessagesOfALargeRingAreSpreadBySendJoin() {
    long bound = 100 * TestRing.MS;
    TestRing ring =
        new TestRing(
            16, RingPolicy.ours(1000 * TestRing.MS).with(values -> values.sendJoinNanos = bound));
    ring.start();
    List<Long> first = new ArrayList<>();
    for (TestRing.Node node : ring.nodes.values()) {
      assertThat(node.member.counters()).containsEntry("joins_sent", 0L);
      first.add(node.member.deadline());
    }
    assertThat(first).allMatch(at -> at > 0 && at < bound).doesNotHaveDuplicates();
    assertThat(Collections.max(first) - Collections.min(first)).isGreaterThan(bound / 2);
    ring.until("one ring", 2000 * TestRing.MS, () -> ring.isOneRingOf(16));
  }
}
