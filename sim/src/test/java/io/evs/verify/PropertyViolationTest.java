package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** For every property histories that break it and nothing else. */
class PropertyViolationTest {
  private static String verdict(String... lines) {
    return new Story(lines).verdict();
  }

  @Test
  void absurdMessageNumberIsMalformed() {
    assertThat(verdict("p1: R(4;1) s:a d:a d:1/1/99999999999")).isEqualTo("W");
  }

  @Test
  void deliveryOfWhatNobodySentIsCreation() {
    assertThat(verdict("p1: R(4;1,2) d:2/1/1", "p2: R(4;1,2) d:2/1/1")).isEqualTo("B1");
  }

  @Test
  void deliveryFromAnotherIncarnationIsCreation() {
    assertThat(verdict("p1: R(4;1) d:1/1/1 crash start(2) R(8;1) s:a d:a")).isEqualTo("B1");
  }

  @Test
  void recoveryThatRedeliversIsDuplication() {
    assertThat(verdict("p1: R(4;1) s:a d:a T(8;1) d:a R(8;1)")).isEqualTo("B2");
  }

  @Test
  void repeatedDeliveryInRegularPartIsDuplication() {
    assertThat(verdict("p1: R(4;1,2) s:a s:b d:a d:b d:a", "p2: R(4;1,2) d:a d:b")).isEqualTo("B2");
  }

  @Test
  void repeatedDeliveryWithinTailIsDuplication() {
    assertThat(verdict("p1: R(4;1) s:a T(8;1) d:a d:a R(8;1)")).isEqualTo("B2");
  }

  @Test
  void sendingTwiceIsDuplication() {
    assertThat(verdict("p1: R(4;1) s:a s:a d:a")).isEqualTo("B2");
  }

  @Test
  void deliveryInLaterRingIsWrongConfiguration() {
    assertThat(verdict("p1: R(4;1,2) s:a d:a T(8;1) R(8;1)", "p2: R(4;1,2) T(12;2) R(12;2) d:a"))
        .isEqualTo("B3");
  }

  @Test
  void deliveryLabelledWithOldRingIsWrongConfiguration() {
    assertThat(verdict("p1: R(4;1,2) s:a d:a T(8;1) R(8;1)", "p2: R(4;1,2) T(12;2) R(12;2) d:a~4"))
        .isEqualTo("B3");
  }

  @Test
  void sendDuringTransitionalConfigurationIsWrongConfiguration() {
    assertThat(verdict("p1: R(4;1) T(8;1) s:a~4 R(8;1)")).isEqualTo("B3");
  }

  @Test
  void sendLabelledWithAnotherRingIsWrongConfiguration() {
    assertThat(verdict("p1: R(4;1) s:a~8")).isEqualTo("B3");
  }

  @Test
  void deliveryEverywhereInAnotherRingThanTheSendIsWrongConfiguration() {
    assertThat(verdict("p1: R(4;1,2) s:a crash", "p2: R(4;1,2) T(8;2) R(8;2) d:a")).isEqualTo("B3");
  }

  @Test
  void differentHashServiceOrSequenceIsAnotherIdentity() {
    assertThat(verdict("p1: R(4;1,2) s:a#7 d:a#7", "p2: R(4;1,2) d:a#8")).isEqualTo("B4");
    assertThat(verdict("p1: R(4;1,2) s:a d:a", "p2: R(4;1,2) D:a")).isEqualTo("B4");
    assertThat(verdict("p1: R(4;1,2) s:a@5 d:a@5", "p2: R(4;1,2) d:a@6")).isEqualTo("B4");
  }

  @Test
  void oneSequenceOfTwoSendersIsAnotherIdentity() {
    assertThat(verdict("p1: R(4;1,2) s:a@5 d:a@5 d:b@5", "p2: R(4;1,2) s:b@5 d:a@5 d:b@5"))
        .isEqualTo("B4");
    assertThat(verdict("p1: R(4;1,2) s:a@5", "p2: R(4;1,2) s:b@5")).isEqualTo("B4");
    assertThat(verdict("p1: R(4;1,2) s:a@5 s:c@6 d:a@5", "p2: R(4;1,2) s:b@5 d:a@5"))
        .isEqualTo("B4");
  }

  @Test
  void configurationWithoutItselfIsNotSelfInclusive() {
    assertThat(verdict("p1: R(4;1,2)", "p2: R(4;1,2)", "p3: R(4;1,2)")).isEqualTo("C1");
    assertThat(verdict("p1: R(4;1,2) T(8;2) R(8;1)")).contains("C1");
  }

  @Test
  void oneRingWithTwoMemberships() {
    assertThat(verdict("p1: R(4;1,2)", "p2: R(4;1,2,3)")).isEqualTo("C2");
  }

  @Test
  void ringUsedAgainAfterRestart() {
    assertThat(verdict("p1: R(8;1) crash start R(8;1)")).isEqualTo("C3");
    assertThat(verdict("p1: R(8;1) s:a d:a crash start R(4;1) s:b d:b")).isEqualTo("C3");
  }

  @Test
  void ringIdsThatAreNotWellMade() {
    assertThat(verdict("p1: R(2:4;1,2)")).isEqualTo("C4");
    assertThat(verdict("p1: R(1:4;2,1)")).isEqualTo("C4");
    assertThat(verdict("p1: R(1:4;1,2,2)")).isEqualTo("C4");
    assertThat(verdict("p1: R(4;1) badring s:a d:a")).isEqualTo("C4");
  }

  @Test
  void configurationsThatDoNotAlternate() {
    assertThat(verdict("p1: R(4;1) R(8;1)")).isEqualTo("C5");
    assertThat(verdict("p1: T(4;1) R(4;1)")).isEqualTo("C5");
    assertThat(verdict("p1: R(4;1) T(8;1) T(8;1) R(8;1)")).isEqualTo("C5");
    assertThat(verdict("p1: R(4;1) T(8;1) R(12;1)")).isEqualTo("C5");
  }

  @Test
  void transitionalConfigurationsThatDisagree() {
    assertThat(verdict("p1: R(4;1,2) T(8;1,2) R(8;1,2)", "p2: R(4;1,2) T(8;2) R(8;1,2)"))
        .isEqualTo("C6");
  }

  @Test
  void transitionalMemberOutsideEitherRing() {
    assertThat(verdict("p1: R(4;1) T(8;1,2) R(8;1,2)")).isEqualTo("C6");
    assertThat(verdict("p1: R(4;1,2) T(8;1,2) R(8;1)")).isEqualTo("C6");
  }

  @Test
  void transitionalMemberThatNeverWasInTheRing() {
    assertThat(verdict("p1: R(4;1,2) T(8;1,2) R(8;1,2)", "p2: R(8;1,2)")).isEqualTo("C6");
  }

  @Test
  void eventsWithoutHome() {
    assertThat(verdict("p1: - R(4;1)")).isEqualTo("C7");
    assertThat(verdict("p1: s:a")).isEqualTo("C7");
    assertThat(verdict("p1: R(4;1) s:a crash d:a")).isEqualTo("C7");
    assertThat(verdict("p1: R(4;1) stop T(8;1)")).isEqualTo("C7");
    assertThat(verdict("p1: R(4;1) s:a end d:a")).isEqualTo("C7");
    assertThat(verdict("p1: R(4;1) crash start(1) R(8;1)")).isEqualTo("C7");
  }

  @Test
  void leavingWithoutOwnMessage() {
    assertThat(verdict("p1: R(4;1) s:a T(8;1) R(8;1)")).isEqualTo("D1");
  }

  @Test
  void leavingWithoutOwnMessageThatWasOnlySubmitted() {
    assertThat(verdict("p1: R(4;1,2) sub:a T(8;1) R(8;1)", "p2: R(4;1,2) d:a T(12;2) R(12;2)"))
        .isEqualTo("D1");
  }

  @Test
  void sameMessagesOnDifferentSidesOfTheBoundary() {
    assertThat(
            verdict("p1: R(4;1,2) s:a d:a T(8;1,2) R(8;1,2)", "p2: R(4;1,2) T(8;1,2) d:a R(8;1,2)"))
        .isEqualTo("D2");
  }

  @Test
  void differentTailsOfThoseWhoGoTogether() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) T(8;1,2) d:a R(8;1,2)",
                "p2: R(4;1,2,3) T(8;1,2) R(8;1,2)",
                "p3: R(4;1,2,3) s:a crash"))
        .isEqualTo("D2");
  }

  @Test
  void crashedProcessWithMoreThanTheSurvivors() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) T(8;1,2) d:a crash",
                "p2: R(4;1,2,3) T(8;1,2) R(8;1,2)",
                "p3: R(4;1,2,3) s:a crash"))
        .isEqualTo("D2");
  }

  @Test
  void laterMessageOfOneSenderWithoutTheEarlier() {
    assertThat(verdict("p1: R(4;1,2) s:a s:b crash", "p2: R(4;1,2) d:b")).isEqualTo("D3");
    assertThat(verdict("p1: R(4;1,2) s:a s:b crash", "p2: R(4;1,2) T(8;2) d:b R(8;2)"))
        .isEqualTo("D3");
    assertThat(verdict("p1: R(4;1,2) s:a s:b crash", "p2: R(4;1,2) d:b d:a")).isEqualTo("D3");
  }

  @Test
  void effectWithoutItsCause() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) s:a d:a crash",
                "p3: R(4;1,2,3) d:a s:c crash",
                "p2: R(4;1,2,3) T(8;2) d:c R(8;2)"))
        .isEqualTo("D4");
  }

  @Test
  void deliveryBeforeTheSendItself() {
    assertThat(verdict("p1: R(4;1) d:a s:a")).isEqualTo("D4");
  }

  @Test
  void twoOrders() {
    assertThat(verdict("p1: R(4;1,2) s:a d:a d:b", "p2: R(4;1,2) s:b d:b d:a")).isEqualTo("D5");
    assertThat(verdict("p1: R(4;1,2) s:a d:a d:b", "p2: R(4;1,2) s:b d:b T(8;2) d:a R(8;2)"))
        .isEqualTo("D5");
  }

  @Test
  void orderThatIsNotThatOfTheSequences() {
    assertThat(verdict("p1: R(4;1,2) s:a@2 d:a@2 d:b@1", "p2: R(4;1,2) s:b@1 d:a@2 d:b@1"))
        .isEqualTo("D5");
  }

  @Test
  void tailAgainstTheCanonicalOrder() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) s:a d:a d:b crash",
                "p2: R(4;1,2,3) s:b crash",
                "p3: R(4;1,2,3) T(8;3) d:b d:a R(8;3)"))
        .isEqualTo("D5");
  }

  @Test
  void tailsThatContradictEachOther() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3,4) s:a crash",
                "p2: R(4;1,2,3,4) s:b crash",
                "p3: R(4;1,2,3,4) T(8;3) d:a d:b R(8;3)",
                "p4: R(4;1,2,3,4) T(12;4) d:b d:a R(12;4)"))
        .isEqualTo("D5");
  }

  @Test
  void gapInTheRegularPart() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) s:a d:a d:b d:c",
                "p2: R(4;1,2,3) d:a d:c s:b",
                "p3: R(4;1,2,3) s:c"))
        .isEqualTo("D6");
  }

  @Test
  void gapOfTwoThatEachLackTheOthers() {
    assertThat(verdict("p1: R(4;1,2) s:a d:a", "p2: R(4;1,2) s:b d:b")).isEqualTo("D6");
  }

  @Test
  void gapInTheTailOfASenderInside() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3,4) d:b d:c crash",
                "p2: R(4;1,2,3,4) s:b crash",
                "p3: R(4;1,2,3,4) s:c crash",
                "p4: R(4;1,2,3,4) T(8;2,4) d:c R(8;2,4)"))
        .isEqualTo("D6");
  }

  @Test
  void regularPartWithoutWhatATailHasBefore() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) s:a d:a crash",
                "p2: R(4;1,2,3) s:b crash",
                "p3: R(4;1,2,3) T(8;3) d:b d:a R(8;3)"))
        .isEqualTo("D6");
    assertThat(
            verdict(
                "p1: R(4;1,2,3) s:a@5 d:a@5 crash",
                "p2: R(4;1,2,3) s:b@4 crash",
                "p3: R(4;1,2,3) T(8;3) d:b@4 R(8;3)"))
        .isEqualTo("D6");
  }

  @Test
  void gapThatAnotherTailShows() {
    String third = "p3: R(4;1,2,3,4) T(8;3) d:a@1 d:b@2 R(8;3)";
    assertThat(
            verdict(
                "p1: R(4;1,2,3,4) s:a@1 crash",
                "p2: R(4;1,2,3,4) s:b@2 crash",
                third,
                "p4: R(4;1,2,3,4) T(12;1,4) d:b@2 R(12;1,4)"))
        .isEqualTo("D6");
  }

  @Test
  void safeMessageOfTheRegularPartMissing() {
    assertThat(verdict("p1: R(4;1,2) S:m d:m", "p2: R(4;1,2) T(8;2) R(8;2)")).isEqualTo("D7");
  }

  @Test
  void safeMessageOfATailMissingAtAMemberThatWentElsewhere() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) S:m crash",
                "p2: R(4;1,2,3) T(8;2,3) d:m R(8;2,3)",
                "p3: R(4;1,2,3) T(12;3) R(12;3)"))
        .isEqualTo("D7");
  }

  @Test
  void safeMessageInARingThatAMemberNeverInstalled() {
    assertThat(verdict("p1: R(4;1,2) S:m d:m", "p2: R(8;2)")).isEqualTo("D8");
    assertThat(verdict("p1: R(4;1,2) S:m d:m", "p2: crash")).isEqualTo("D8");
  }

  @Test
  void twoPrimariesAtOnce() {
    assertThat(verdict("p1: R(4;1,2)pri T(8;1) R(8;1)pri", "p2: R(4;1,2)pri T(12;2) R(12;2)pri"))
        .isEqualTo("P1");
  }

  @Test
  void twoPrimariesDecidedAfterTheirInstallation() {
    assertThat(
            verdict(
                "p1: R(4;1,2) pri(4) T(8;1) R(8;1) pri(8)",
                "p2: R(4;1,2) pri(4) T(12;2) R(12;2) pri(12)"))
        .isEqualTo("P1");
  }

  @Test
  void aPrimaryThatTheCommonMemberHasInstalledAndNotDecided() {
    assertThat(
            verdict(
                "p1: R(4;1,2) pri(4)",
                "p2: R(4;1,2) crash start R(8;2,3) pri(8)",
                "p3: R(6;3) nopri(6) T(8;3) R(8;2,3) pri(8)"))
        .isEqualTo("ok");
    assertThat(
            verdict(
                "p1: R(4;1,2) pri(4)",
                "p2: crash start R(8;2,3) pri(8)",
                "p3: R(6;3) nopri(6) T(8;3) R(8;2,3) pri(8)"))
        .as("process 2 was never in it")
        .isEqualTo("P1");
  }

  @Test
  void aRingThatIsPrimaryAtOneMemberOnly() {
    assertThat(verdict("p1: R(4;1,2) pri(4)", "p2: R(4;1,2) nopri(4)")).isEqualTo("P1");
    assertThat(verdict("p1: R(4;1,2) pri(4)", "p2: R(4;1,2) T(8;2) nopri(4) R(8;2)"))
        .as("it left before it knew")
        .isEqualTo("ok");
  }

  @Test
  void stableComponentThatDoesNotConverge() {
    int[][] both = {{1, 2}};
    assertThat(new Story("p1: R(4;1) end", "p2: R(2:4;2) end").stable(0, 100, true, both).verdict())
        .isEqualTo("L1");
    assertThat(
            new Story("p1: R(4;1,2,3) end", "p2: R(4;1,2,3) end")
                .stable(0, 100, true, both)
                .verdict())
        .isEqualTo("L1");
    assertThat(
            new Story("p1: R(4;1,2) end", "p2: R(4;1,2) T(8;1,2) R(8;1,2) end")
                .stable(0, 100, true, both)
                .verdict())
        .isEqualTo("L1");
    assertThat(
            new Story("p1: R(4;1,2) end", "p2: R(4;1,2) crash").stable(0, 9, true, both).verdict())
        .isEqualTo("L1");
  }

  @Test
  void messagesOfTheLastRingNotDeliveredEverywhere() {
    int[][] both = {{1, 2}};
    assertThat(
            new Story("p1: R(4;1,2) s:a d:a end", "p2: R(4;1,2) end")
                .stable(0, 100, true, both)
                .verdict())
        .isEqualTo("L2");
    assertThat(
            new Story("p1: R(4;1,2) s:a end", "p2: R(4;1,2) end")
                .stable(0, 100, true, both)
                .verdict())
        .isEqualTo("L2");
  }

  @Test
  void reconfigurationAfterTheTimeAllowed() {
    assertThat(new Story("p1: *500 R(4;1) end").stable(300, 100, true, new int[] {1}).verdict())
        .isEqualTo("L3");
  }

  @Test
  void lostSubmission() {
    assertThat(new Story("p1: R(4;1) sub:a end").stable(0, 9, true, new int[] {1}).verdict())
        .isEqualTo("L4");
  }
}
