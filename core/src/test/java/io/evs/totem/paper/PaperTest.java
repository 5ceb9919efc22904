package io.evs.totem.paper;

import static io.evs.totem.paper.OneMember.RING;
import static io.evs.totem.paper.OneMember.never;
import static org.assertj.core.api.Assertions.assertThat;

import io.evs.RingId;
import io.evs.totem.TotemState;
import io.evs.totem.paper.OneMember.Entry;
import io.evs.totem.part.Counter;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * One test for each rule of the Totem single-ring protocol (Amir, Moser, Melliar-Smith, Agarwal,
 * Ciarfella, TOCS 1995), in our words, on one bare member. Where evs differs from the paper, the
 * rule says so; docs/protocol.md says why.
 */
class PaperTest {
  private static final int[] ALL = {1, 2, 3};
  private static final RingId NEXT = new RingId(1, 12);

  @Nested
  class TotalOrdering {
    private final OneMember member = new OneMember().install();

    /** A member gives its message the number after the token's seq, and raises seq to it. */
    @Test
    void aMessageGetsTheNextNumber() {
      member.send("a", false);
      member.send("b", false);
      member.token(0, 0, 0);
      assertThat(member.take())
          .startsWith(
              "-> all mcast 1 of 1:8 by 2 agreed \"a\"", "-> all mcast 2 of 1:8 by 2 agreed \"b\"")
          .anyMatch(line -> line.startsWith("-> 3 token") && line.contains("seq 2 aru 2"));
    }

    /** Only who holds the token sends new messages. */
    @Test
    void nothingIsSentWithoutTheToken() {
      member.send("a", false);
      member.advance(1);
      assertThat(member.take()).noneMatch(line -> line.contains("mcast"));
    }

    /** A token whose number was seen is a copy, and is ignored. */
    @Test
    void aCopyOfTheTokenIsIgnored() {
      member.token(0, 0, 0);
      member.take();
      member.tokenAgain(0, 0, 0);
      assertThat(member.take()).isEmpty();
      assertThat(member.count(Counter.TOKENS_DUPLICATE)).isEqualTo(1);
    }

    /** A token of another ring is ignored. */
    @Test
    void aTokenOfAnotherRingIsIgnored() {
      member.tokenWith(new RingId(1, 4), 500, 0, 0, 0, 0);
      assertThat(member.take()).isEmpty();
    }

    /** Messages are delivered in the order of their numbers, without a gap. */
    @Test
    void agreedDeliveryLeavesNoGap() {
      member.mcast(3, 2, "second");
      assertThat(member.take()).isEmpty();
      member.mcast(1, 1, "first");
      assertThat(member.take())
          .containsExactly("delivers 1 of 1:8 by 1 \"first\"", "delivers 2 of 1:8 by 3 \"second\"");
    }

    /** A message that comes twice is delivered once. */
    @Test
    void aCopyOfAMessageIsIgnored() {
      member.mcast(1, 1, "first");
      member.take();
      member.mcast(1, 1, "first");
      assertThat(member.take()).isEmpty();
    }

    /** A member that lacks a message lowers the token's aru to its own, and puts its id beside. */
    @Test
    void whoLacksAMessageLowersAru() {
      member.token(2, 2, 0);
      assertThat(member.take()).singleElement().asString().contains("seq 2 aru 0 aru_addr 2");
    }

    /** Who lowered aru raises it again as far as it has the messages. */
    @Test
    void whoLoweredAruRaisesIt() {
      member.token(2, 2, 0);
      member.mcast(1, 1, "a");
      member.mcast(1, 2, "b");
      member.take();
      member.token(2, 0, 2);
      assertThat(member.take())
          .singleElement()
          .asString()
          .contains("seq 2 aru 2")
          .doesNotContain("aru_addr");
    }

    /** Another's aru is left alone by who has more. */
    @Test
    void anothersAruStays() {
      member.mcast(1, 1, "a");
      member.take();
      member.token(1, 0, 3);
      assertThat(member.take()).singleElement().asString().contains("aru 0 aru_addr 3");
    }

    /**
     * A member asks in the token for what it lacks; in evs only up to the seq of the token that it
     * sent last, since later messages may still be under way (accelerated ring).
     */
    @Test
    void whatIsMissingIsAskedFor() {
      member.token(2, 2, 0);
      member.mcast(1, 2, "b");
      assertThat(member.take()).noneMatch(line -> line.contains("rtr"));
      member.token(2, 0, 2);
      assertThat(member.take()).singleElement().asString().contains("rtr [1]");
    }

    /** A member sends again what the token asks for, before it sends the token on. */
    @Test
    void whatIsAskedForIsSentAgain() {
      member.mcast(1, 1, "a");
      member.take();
      member.token(1, 0, 3, 1);
      assertThat(member.take())
          .hasSize(2)
          .first()
          .isEqualTo("-> all mcast 1 of 1:8 by 1 agreed \"a\"");
    }

    /** What was sent again is taken off the list. */
    @Test
    void whatWasSentAgainIsTakenOffTheList() {
      member.mcast(1, 1, "a");
      member.token(1, 0, 3, 1);
      assertThat(member.take()).noneMatch(line -> line.contains("rtr"));
    }

    /** A request that a member cannot answer stays on the list. */
    @Test
    void whatOthersLackAndThisMemberTooStaysOnTheList() {
      member.token(1, 0, 3, 1);
      assertThat(member.take()).singleElement().asString().contains("rtr [1]");
    }

    /** A safe message waits until two visits in a row have shown that aru covers it. */
    @Test
    void safeDeliveryNeedsTwoVisits() {
      member.safeMcast(1, 1, "s");
      member.token(1, 1, 0);
      assertThat(member.take()).noneMatch(line -> line.startsWith("delivers"));
      member.token(1, 1, 0);
      assertThat(member.take()).contains("delivers 1 of 1:8 by 1 \"s\"");
    }

    /** What follows a safe message waits with it: the order is total. */
    @Test
    void whatFollowsASafeMessageWaits() {
      member.safeMcast(1, 1, "s");
      member.mcast(1, 2, "a");
      assertThat(member.take()).isEmpty();
      member.token(2, 2, 0);
      member.token(2, 2, 0);
      assertThat(member.take())
          .filteredOn(line -> line.startsWith("delivers"))
          .containsExactly("delivers 1 of 1:8 by 1 \"s\"", "delivers 2 of 1:8 by 1 \"a\"");
    }

    /** In one visit a member sends at most so many messages, whatever waits. */
    @Test
    void oneVisitSendsAtMostMaxMessages() {
      for (int i = 0; i < 100; i++) {
        member.send("m" + i, false);
      }
      member.token(0, 0, 0);
      assertThat(member.take())
          .filteredOn(line -> line.contains("mcast"))
          .hasSize(OneMember.POLICY.maxMessages());
    }

    /** The token's fcc counts what this member sent in the last rotation. */
    @Test
    void fccCountsTheLastRotation() {
      member.send("a", false);
      member.token(0, 0, 0);
      assertThat(member.take()).anyMatch(line -> line.contains("fcc 1"));
    }

    /** The token is sent again, the same, when nothing shows that it arrived. */
    @Test
    void theTokenIsSentAgain() {
      member.token(0, 0, 0);
      String first = member.take().get(0);
      member.advance(100);
      assertThat(member.take()).isNotEmpty().allMatch(first::equals);
    }

    /** A message with a number above the token's shows that the token arrived. */
    @Test
    void aLaterMessageShowsThatTheTokenArrived() {
      member.token(0, 0, 0);
      member.take();
      member.mcast(3, 1, "after");
      member.advance(100);
      assertThat(member.take()).containsExactly("delivers 1 of 1:8 by 3 \"after\"");
    }

    /** Silence of the token for the token time-out ends the ring. */
    @Test
    void aLostTokenEndsTheRing() {
      member.token(0, 0, 0);
      member.advance(199);
      assertThat(member.state()).isEqualTo(TotemState.OPERATIONAL);
      member.advance(1);
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
      assertThat(member.take()).contains("-> all join proc {1 2 3} failed {} ring_seq 8");
    }
  }

  @Nested
  class Membership {
    private final OneMember member = new OneMember();

    /** A member that starts knows itself only, and says so. */
    @Test
    void whoStartsAnnouncesItself() {
      member.start();
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
      assertThat(member.take()).contains("-> all join proc {2} failed {} ring_seq 0");
    }

    /** Who hears of more members lists them, and says so. */
    @Test
    void listsAreMerged() {
      member.start();
      member.take();
      member.join(1, new int[] {1, 3}, 0);
      member.advance(2);
      assertThat(member.take()).contains("-> all join proc {1 2 3} failed {} ring_seq 0");
    }

    /** Who takes this member for failed is taken for failed by it. */
    @Test
    void whoExcludesThisMemberIsExcluded() {
      member.start();
      member.join(1, ALL, 0);
      member.take();
      member.join(1, ALL, 0, 2);
      member.advance(2);
      assertThat(member.take()).contains("-> all join proc {1 2 3} failed {1} ring_seq 0");
    }

    /** Who has not agreed when the consensus time-out is over has failed. */
    @Test
    void whoIsSilentHasFailed() {
      member.start();
      member.join(1, ALL, 0);
      member.advance(2);
      member.join(1, ALL, 0);
      member.take();
      member.advance(240);
      assertThat(member.take()).contains("-> all join proc {1 2 3} failed {3} ring_seq 0");
    }

    /**
     * When all agree, the member with the least id makes the commit token of a ring whose sequence
     * is above every sequence heard of.
     */
    @Test
    void theLeastMakesTheCommitToken() {
      member.start();
      member.join(3, new int[] {2, 3}, 20);
      member.advance(2);
      member.join(3, new int[] {2, 3}, 20);
      assertThat(member.state()).isEqualTo(TotemState.COMMIT);
      assertThat(member.take())
          .last()
          .asString()
          .startsWith("-> 3 commit_token 1 of 2:24 members {2 3}");
    }

    /** Who is not the least waits for the commit token. */
    @Test
    void theOthersWaitForTheCommitToken() {
      agreed();
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
      assertThat(member.take()).noneMatch(line -> line.contains("commit_token"));
    }

    /** In the first rotation a member adds what it has of its old ring, and is in Commit. */
    @Test
    void theFirstRotationCollectsEntries() {
      agreed();
      member.commitToken(1, RING, 1, 1, never(1));
      assertThat(member.state()).isEqualTo(TotemState.COMMIT);
      assertThat(member.take())
          .last()
          .asString()
          .isEqualTo(
              "-> 3 commit_token 2 of 1:8 members {1 2 3} [1:0 aru 0 delivered 0 received, 2:0 aru"
                  + " 0 delivered 0 received, -]");
    }

    /** A commit token for other members than agreed is ignored. */
    @Test
    void aCommitTokenForOthersIsIgnored() {
      member.start();
      member.join(1, new int[] {1, 2}, 4);
      member.advance(2);
      member.commitToken(1, RING, 1, 1, never(1));
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
    }

    /** A commit token of no later ring than this member took part in is ignored. */
    @Test
    void aCommitTokenOfAnOldRingIsIgnored() {
      member.install();
      member.advance(200);
      member.join(1, ALL, 8);
      member.join(3, ALL, 8);
      member.advance(2);
      member.commitToken(1, RING, 1, 1, never(1));
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
    }

    /** A ring's sequence is on stable storage before this member takes part in it. */
    @Test
    void theRingSequenceIsStoredFirst() {
      OneMember unsaved = new OneMember(0);
      unsaved.start();
      unsaved.join(1, ALL, 4);
      unsaved.join(3, ALL, 0);
      unsaved.advance(2);
      unsaved.commitToken(1, RING, 1, 1, never(1));
      assertThat(unsaved.state()).isEqualTo(TotemState.GATHER);
      unsaved.persisted(100);
      unsaved.commitToken(1, RING, 1, 1, never(1));
      assertThat(unsaved.state()).isEqualTo(TotemState.COMMIT);
    }

    /** The second rotation brings all entries: the member is in Recovery. */
    @Test
    void theSecondRotationStartsRecovery() {
      agreed();
      member.commitToken(1, RING, 1, 1, never(1));
      member.commitToken(1, RING, 4, 3, never(1), never(2), never(3));
      assertThat(member.state()).isEqualTo(TotemState.RECOVERY);
    }

    /** A commit token that does not come back is a lost token: gather again. */
    @Test
    void aLostCommitTokenStartsGatherAgain() {
      agreed();
      member.commitToken(1, RING, 1, 1, never(1));
      member.advance(200);
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
    }

    /** While a ring is formed, a member that gathers again makes all gather again. */
    @Test
    void aJoinOfAMemberEndsTheAttempt() {
      agreed();
      member.commitToken(1, RING, 1, 1, never(1));
      member.join(3, ALL, 8);
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
    }

    /** A join of somebody new makes an operational member gather. */
    @Test
    void aStrangerMakesTheRingGather() {
      member.install();
      member.join(9, new int[] {9}, 0);
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
      assertThat(member.take()).contains("-> all join proc {1 2 3 9} failed {} ring_seq 8");
    }

    /** A join that a member sent before this ring was formed changes nothing. */
    @Test
    void aLateJoinIsIgnored() {
      member.install();
      member.join(3, ALL, 4);
      assertThat(member.state()).isEqualTo(TotemState.OPERATIONAL);
    }

    /**
     * Another ring that is heard makes the members gather; evs looks for other rings by merge
     * detection, and a message of another ring alone changes nothing.
     */
    @Test
    void anotherRingMakesTheRingGather() {
      member.install();
      member.mergeDetect(9, new RingId(9, 4));
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
    }

    /** Another may have heard it before, and say so before it is heard here. */
    @Test
    void whoLeavesIsSaidToAlsoIfAnothersJoinWasFirst() {
      OneMember member = new OneMember().install();
      member.join(1, new int[] {1, 2, 3}, 8, 3);
      assertThat(member.leavers()).isEmpty();
      member.leave(3, 4);
      assertThat(member.leavers()).as("of a ring before").isEmpty();
      member.leave(3, 8);
      assertThat(member.leavers()).containsExactly(3);
    }

    /** Who leaves on purpose says so, and is not waited for (not in the paper; corosync does). */
    @Test
    void whoLeavesHasFailed() {
      member.install();
      member.leave(3, 8);
      assertThat(member.take()).contains("-> all join proc {1 2 3} failed {3} ring_seq 8");
    }

    private void agreed() {
      member.start();
      member.join(1, ALL, 4);
      member.join(3, ALL, 0);
      member.advance(2);
    }
  }

  @Nested
  class RecoveryRules {
    private final OneMember member = new OneMember().install();

    /** The token is lost, and the three gather again. */
    private void formAgain(Entry first, Entry third) {
      formAgain(first, new Entry(RING, 1, 1, true), third);
    }

    private void formAgain(Entry first, Entry own, Entry third) {
      member.advance(200);
      member.join(1, ALL, 8);
      member.join(3, ALL, 8);
      member.advance(2);
      member.commitToken(1, NEXT, 1, 1, first);
      member.commitToken(1, NEXT, 4, 3, first, own, third);
      assertThat(member.state()).isEqualTo(TotemState.RECOVERY);
      member.take();
    }

    private void turn(int rotation, int flag, int seq, int aru) {
      member.tokenWith(NEXT, 3 * rotation, flag, seq, aru, 0);
    }

    /** What a member of the old ring may lack is sent again on the new ring, in an envelope. */
    @Test
    void whatOthersLackIsSentAgain() {
      member.mcast(1, 1, "old");
      formAgain(new Entry(RING, 1, 1, true), new Entry(RING, 0, 0, false));
      turn(0, 1, 0, 0);
      assertThat(member.take())
          .first()
          .asString()
          .isEqualTo("-> all mcast 1 of 1:12 by 2 recovers (mcast 1 of 1:8 by 1 agreed \"old\")");
    }

    /** What another has sent again already is not sent by this member too. */
    @Test
    void whatWasSentAgainIsNotSentTwice() {
      member.mcast(1, 1, "old");
      formAgain(new Entry(RING, 1, 1, true), new Entry(RING, 0, 0, false));
      member.recovered(NEXT, 1, 1, 1, 1, "old");
      turn(0, 1, 1, 1);
      assertThat(member.take()).noneMatch(line -> line.contains("mcast"));
    }

    /** While it has something to send again, a member keeps the token's retransmission flag up. */
    @Test
    void theFlagStaysUpWhileSomethingIsToRecover() {
      for (int seq = 1; seq <= 80; seq++) {
        member.mcast(1, seq, "m" + seq);
      }
      member.advance(200);
      member.join(1, ALL, 8);
      member.join(3, ALL, 8);
      member.advance(2);
      Entry lacking = new Entry(RING, 0, 0, false);
      member.commitToken(1, NEXT, 1, 1, lacking);
      member.commitToken(1, NEXT, 4, 3, lacking, new Entry(RING, 80, 80, true), lacking);
      member.take();
      turn(0, 0, 0, 0);
      assertThat(member.take()).last().asString().contains("retrans_flg 1");
    }

    /** What others had and this member lacked is delivered before the configuration changes. */
    @Test
    void whatWasRecoveredIsDeliveredInTheOldRing() {
      member.mcast(1, 1, "had");
      formAgain(new Entry(RING, 2, 2, true), new Entry(RING, 2, 2, true));
      member.recovered(NEXT, 1, 1, 3, 2, "lacked");
      for (int i = 0; member.state() == TotemState.RECOVERY && i < 20; i++) {
        turn(i, 0, 1, 1);
      }
      assertThat(member.take())
          .filteredOn(line -> !line.startsWith("->"))
          .containsExactly(
              "delivers 2 of 1:8 by 3 \"lacked\"",
              "transitional {1 2 3} from 1:8 to 1:12",
              "regular 1:12 {1 2 3}");
    }

    /** The transitional configuration has those that come from the same old ring. */
    @Test
    void theTransitionalConfigurationComesFromOneRing() {
      member.mcast(1, 1, "x");
      formAgain(new Entry(RING, 1, 1, true), new Entry(new RingId(3, 4), 0, 0, true));
      for (int i = 0; member.state() == TotemState.RECOVERY && i < 20; i++) {
        turn(i, 0, 0, 0);
      }
      assertThat(member.take()).contains("transitional {1 2} from 1:8 to 1:12");
    }

    /** A safe message that not everybody is known to have is delivered in the transitional one. */
    @Test
    void anUncertainSafeMessageComesAfterTheTransitionalConfiguration() {
      member.safeMcast(1, 1, "s");
      member.take();
      Entry undelivered = new Entry(RING, 1, 0, true);
      formAgain(undelivered, undelivered, new Entry(new RingId(3, 4), 0, 0, true));
      for (int i = 0; member.state() == TotemState.RECOVERY && i < 20; i++) {
        turn(i, 0, 0, 0);
      }
      assertThat(member.take())
          .filteredOn(line -> !line.startsWith("->"))
          .containsExactly(
              "transitional {1 2} from 1:8 to 1:12",
              "delivers 1 of 1:8 by 1 \"s\"",
              "regular 1:12 {1 2 3}");
    }

    /** After a gap nothing is delivered of members that are not in the transitional one. */
    @Test
    void afterAGapOnlyThoseWhoComeAlongAreDelivered() {
      member.mcast(1, 1, "x");
      member.mcast(3, 3, "of one that is gone");
      member.mcast(1, 4, "of one that comes along");
      member.take();
      formAgain(new Entry(RING, 1, 1, true), new Entry(new RingId(3, 4), 0, 0, true));
      for (int i = 0; member.state() == TotemState.RECOVERY && i < 20; i++) {
        turn(i, 0, 0, 0);
      }
      assertThat(member.take())
          .filteredOn(line -> line.startsWith("delivers"))
          .containsExactly("delivers 4 of 1:8 by 1 \"of one that comes along\"");
    }

    /** A failed attempt to recover leaves the old ring as it is: the next attempt starts there. */
    @Test
    void aFailedAttemptKeepsTheOldRing() {
      member.mcast(1, 1, "x");
      formAgain(new Entry(RING, 1, 1, true), new Entry(RING, 1, 1, true));
      turn(0, 0, 0, 0);
      member.advance(200);
      assertThat(member.state()).isEqualTo(TotemState.GATHER);
      member.join(1, ALL, 12);
      member.join(3, ALL, 12);
      member.advance(2);
      member.take();
      member.commitToken(1, new RingId(1, 16), 1, 1, new Entry(RING, 1, 1, true));
      assertThat(member.take()).last().asString().contains("1:8 aru 1 delivered 1 received, -]");
    }
  }
}
