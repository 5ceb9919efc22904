package io.evs.lock.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.GroupMember;
import io.evs.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LockTableTest {
  private static final Optional<LockInfo.Asker> ASKER =
      Optional.of(new LockInfo.Asker(LockInfo.Asker.UID_UNKNOWN, 4_000_000_000L));

  private final LockTable table = new LockTable();

  private static GroupMember owner(int node) {
    return new GroupMember(new NodeId(node), 7);
  }

  private static Claim claim(int node) {
    return new Claim(owner(node), 1);
  }

  @BeforeEach
  void primary() {
    table.configuration(4, Optional.of(true), false);
    table.settle(0);
  }

  private static void request(
      LockTable table, Claim claim, String name, boolean shared, boolean waits) {
    LockMessage.Request wish =
        new LockMessage.Request(claim.number(), shared, waits, 1000, name, Optional.empty());
    table.request(claim, wish);
  }

  private void wants(int node, boolean shared) {
    request(table, claim(node), "a", shared, true);
    table.grant();
  }

  private List<String> told() {
    return table.takeEvents().stream()
        .map(each -> each.outcome() + " " + each.claim().owner().node())
        .toList();
  }

  @Test
  void theQueueIsServedInItsOrderWithGrowingTokens() {
    wants(1, false);
    wants(2, false);
    wants(3, false);
    long first = table.lastFence();
    assertThat(told()).containsExactly("GRANTED 1");
    table.release(claim(2));
    table.release(claim(1));
    table.grant();
    assertThat(told()).containsExactly("GRANTED 3");
    assertThat(table.lastFence()).isGreaterThan(first);
  }

  @Test
  void thoseWhoShareHoldTogetherAndNobodyPassesWhoWaits() {
    wants(1, true);
    wants(2, true);
    wants(3, false);
    wants(4, true);
    assertThat(told()).containsExactly("GRANTED 1", "GRANTED 2");
    table.release(claim(1));
    table.release(claim(2));
    table.grant();
    assertThat(told()).containsExactly("GRANTED 3");
  }

  @Test
  void whoDoesNotWaitIsRefusedWhereAnotherHoldsOrWaits() {
    wants(1, true);
    wants(2, false);
    request(table, claim(3), "a", true, false);
    request(table, new Claim(owner(3), 2), "b", false, false);
    table.grant();
    assertThat(told()).containsExactly("GRANTED 1", "BUSY 3", "GRANTED 3");
  }

  @Test
  void whatALostNodeHeldIsKeptUntilItsLeaseIsOver() {
    wants(1, false);
    wants(2, false);
    told();
    table.gone(owner(1), false);
    table.grant();
    assertThat(told()).isEmpty();
    table.free(claim(2));
    table.grant();
    assertThat(told()).as("only what ends can be freed").isEmpty();
    table.free(claim(1));
    table.grant();
    assertThat(told()).containsExactly("GRANTED 2");
  }

  @Test
  void whatAProcessHeldThatHasEndedIsFree() {
    wants(1, false);
    wants(2, false);
    table.gone(owner(1), true);
    table.grant();
    assertThat(told()).containsExactly("GRANTED 1", "GRANTED 2");
  }

  @Test
  void aRingThatIsNotPrimaryTakesLocksAwayAndGrantsNone() {
    wants(1, false);
    told();
    table.configuration(8, Optional.of(false), true);
    wants(2, false);
    assertThat(told()).containsExactly("LOST 1");
    table.configuration(12, Optional.of(true), false);
    table.settle(0);
    table.grant();
    assertThat(told()).as("the lease of the first one runs").isEmpty();
    table.release(claim(1));
    table.grant();
    assertThat(told()).containsExactly("GRANTED 2");
  }

  @Test
  void holdersOfTheOtherSideLoseAndItsWaitersWaitBehind() {
    wants(1, false);
    told();
    LockTable other = new LockTable();
    other.configuration(4, Optional.empty(), false);
    request(other, claim(2), "a", false, true);
    request(other, claim(3), "a", false, true);
    other.grant();
    table.absorb(other.claims(), other.lastFence());
    assertThat(told()).containsExactly("LOST 2");
    table.release(claim(1));
    table.grant();
    assertThat(told()).containsExactly("GRANTED 3");
  }

  @Test
  void nothingIsGrantedWhileAClaimOfAnEarlierPrimaryRingMayHold() {
    wants(1, false);
    assertThat(told()).containsExactly("GRANTED 1");
    long before = table.lastFence();
    table.configuration(8, Optional.of(true), true);
    request(table, new Claim(owner(2), 1), "b", false, true);
    table.grant();
    assertThat(told()).as("no other ring can have been between").containsExactly("GRANTED 2");

    table.configuration(12, Optional.of(true), false);
    request(table, new Claim(owner(3), 1), "c", false, true);
    request(table, new Claim(owner(3), 2), "a", false, false);
    request(table, new Claim(owner(3), 3), "d", true, false);
    table.grant();
    assertThat(told()).as("others may hold, of whom this table does not know").isEmpty();
    table.settle(before + 1_000_000);
    table.grant();
    assertThat(told()).containsExactly("BUSY 3", "GRANTED 3", "GRANTED 3");
    assertThat(table.lastFence()).isGreaterThan(before + 1_000_000);
  }

  @Test
  void whoDoesNotWaitIsRefusedByARingThatCannotGrantAnyMore() {
    table.configuration(8, Optional.of(true), false);
    request(table, claim(1), "a", false, false);
    table.configuration(12, Optional.of(false), false);
    assertThat(told()).containsExactly("BUSY 1");
    assertThat(table.claims()).isEmpty();
  }

  /** Names are as long as they may be: the table must fit into one message all the same. */
  @Test
  void thereIsAMostOfClaims() {
    String longest = "x".repeat(LockMessage.NAME_MAX_BYTES - 4);
    for (int i = 1; i <= LockTable.CLAIMS_MAX + 1; i++) {
      String name = longest + String.format("%04x", i);
      request(table, new Claim(owner(i % 5 + 1), i), name, false, true);
    }
    assertThat(told()).hasSize(1).first().asString().startsWith("FULL");
    byte[] all =
        LockMessage.write(
            new LockMessage.Snapshot(
                new LockMessage.Change(new io.evs.RingId(1, 4), Optional.empty()),
                true,
                IntStream.rangeClosed(1, LockMessage.SENIORS_MAX)
                    .mapToObj(LockTableTest::owner)
                    .toList(),
                1,
                4,
                table.claims()));
    assertThat(all.length).isLessThan(io.evs.Evs.MESSAGE_MAX_BYTES);
    LockMessage.Snapshot read = (LockMessage.Snapshot) LockMessage.read(all).orElseThrow();
    assertThat(read.entries()).hasSize(LockTable.CLAIMS_MAX);
  }

  @Test
  void oneProcessCannotTakeAllClaims() {
    for (int i = 1; i <= LockTable.PROCESS_CLAIMS_MAX + 1; i++) {
      GroupMember handle = new GroupMember(new NodeId(1), 7 + ((long) (i % 100) << 22));
      request(table, new Claim(handle, i), "l" + i, false, true);
    }
    table.grant();
    assertThat(told()).hasSize(LockTable.PROCESS_CLAIMS_MAX + 1).startsWith("FULL 1");
    wants(2, false);
    assertThat(told()).as("another process").containsExactly("GRANTED 2");
    GroupMember first = new GroupMember(new NodeId(1), 7 + (1L << 22));
    table.release(new Claim(first, 1));
    assertThat(table.claims()).hasSize(LockTable.PROCESS_CLAIMS_MAX);
    request(table, new Claim(first, 9999), "more", false, true);
    table.grant();
    assertThat(told()).as("when it has released one").containsExactly("GRANTED 1");
  }

  @Test
  void whatIsMalformedIsNoMessage() {
    byte[] whole = LockMessage.write(new LockMessage.Request(7, true, true, 1000, "a", ASKER));
    assertThat(LockMessage.read(whole))
        .contains(new LockMessage.Request(7, true, true, 1000, "a", ASKER));
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 4));
      if (damaged.length > 1) {
        damaged[1] = (byte) random.nextInt(8);
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      LockMessage.read(damaged);
    }
    assertThat(LockMessage.read(new byte[0])).isEmpty();
  }
}
