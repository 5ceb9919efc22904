package io.evs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.verify.report.Exercised;
import io.evs.verify.report.Report;
import org.junit.jupiter.api.Test;

/** Histories that look wrong and are not. */
class LegalHistoryTest {
  private static String verdict(String... lines) {
    return new Story(lines).verdict();
  }

  @Test
  void transitionalConfigurationMayNameAMemberThatWentElsewhere() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) T(8;1,2) R(8;1,2)",
                "p2: R(4;1,2,3) T(12;2) R(12;2)",
                "p3: R(4;1,2,3) crash"))
        .isEqualTo("ok");
  }

  @Test
  void memberThatWentElsewhereKeepsItsObligation() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) S:m crash",
                "p2: R(4;1,2,3) T(8;2,3) d:m R(8;2,3)",
                "p3: R(4;1,2,3) T(12;3) d:m R(12;3)"))
        .isEqualTo("ok");
  }

  @Test
  void crashInTheTailLeavesAPrefix() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) T(8;1,2) d:a crash",
                "p2: R(4;1,2,3) T(8;1,2) d:a d:b R(8;1,2)",
                "p3: R(4;1,2,3) s:a s:b crash"))
        .isEqualTo("ok");
  }

  @Test
  void tailMayLeaveOutSendersOutside() {
    assertThat(
            verdict(
                "p1: R(4;1,2,3) d:b d:c crash",
                "p2: R(4;1,2,3) s:b crash",
                "p3: R(4;1,2,3) s:c T(8;3) d:c R(8;3)"))
        .isEqualTo("ok");
  }

  @Test
  void componentsMayDeliverDifferentTails() {
    assertThat(
            verdict("p1: R(4;1,2) s:a T(8;1) d:a R(8;1)", "p2: R(4;1,2) s:b T(12;2) d:b R(12;2)"))
        .isEqualTo("ok");
  }

  @Test
  void safeInATailBindsOnlyItsMembers() {
    assertThat(verdict("p1: R(4;1,2) S:a T(8;1) d:a R(8;1)", "p2: R(4;1,2) T(12;2) R(12;2)"))
        .isEqualTo("ok");
  }

  @Test
  void safeInTheRegularPartMayComeInTheTailElsewhere() {
    assertThat(verdict("p1: R(4;1,2) S:a d:a crash", "p2: R(4;1,2) T(8;2) d:a R(8;2)"))
        .isEqualTo("ok");
  }

  @Test
  void agreedMessageOfADeadMemberMayBeMissing() {
    assertThat(verdict("p1: R(4;1,2) s:a d:a crash", "p2: R(4;1,2) T(8;2) R(8;2)")).isEqualTo("ok");
  }

  @Test
  void crashExcusesFromSelfDelivery() {
    assertThat(verdict("p1: R(4;1) s:a crash start R(8;1) s:b d:b")).isEqualTo("ok");
  }

  @Test
  void killWithoutACrashLineIsACrash() {
    assertThat(verdict("p1: R(4;1) s:a torn start R(8;1) s:b d:b end")).isEqualTo("ok");
  }

  @Test
  void memberWithoutALogIsUnknown() {
    assertThat(verdict("p1: R(4;1,2) S:a d:a T(8;1,2) R(8;1,2)")).isEqualTo("ok");
  }

  @Test
  void memberWithACutLogIsUnknown() {
    assertThat(verdict("p1: R(4;1,2) S:a d:a d:2/1/1", "p2: R(3;2) cut")).isEqualTo("ok");
  }

  @Test
  void aCutLogExcusesOnlyWhatCameAfterTheCut() {
    assertThat(verdict("p1: R(4;1,2) d:2/1/1", "p2: R(4;1,2) sub:x sub:y cut")).isEqualTo("ok");
    assertThat(verdict("p1: R(4;1,2) d:2/1/1 d:2/1/3", "p2: R(4;1,2) sub:x sub:y cut"))
        .isEqualTo("ok");
    assertThat(verdict("p1: R(4;1,2) d:2/0/1", "p2: R(4;1,2) sub:x sub:y cut")).isEqualTo("B1");
  }

  @Test
  void aSecondEndIsHarmless() {
    assertThat(verdict("p1: R(4;1) stop crash end")).isEqualTo("ok");
  }

  @Test
  void submissionMayBeBoundToALaterRing() {
    assertThat(
            verdict(
                "p1: R(4;1,2) s:a d:a sub:b T(8;1,2) R(8;1,2) s:b d:b",
                "p2: R(4;1,2) d:a T(8;1,2) R(8;1,2) d:b"))
        .isEqualTo("ok");
    assertThat(
            verdict(
                "p1: R(4;1,2) sub:a d:a sub:b T(8;1,2) R(8;1,2) d:b",
                "p2: R(4;1,2) d:a T(8;1,2) R(8;1,2) d:b"))
        .isEqualTo("ok");
  }

  @Test
  void sequencesWrapAround() {
    assertThat(
            verdict(
                "p1: R(4;1,2) s:a@4294967295 s:b@0 d:a@4294967295 d:b@0",
                "p2: R(4;1,2) d:a@-1 d:b@0"))
        .isEqualTo("ok");
  }

  @Test
  void packedMessagesShareASequence() {
    assertThat(verdict("p1: R(4;1,2) s:a@5 s:b@5 d:a@5 d:b@5", "p2: R(4;1,2) d:a@5"))
        .isEqualTo("ok");
  }

  @Test
  void highNodeIdsAreUnsigned() {
    assertThat(verdict("p1: R(4;1,4294967295) d:a", "p4294967295: R(4;1,4294967295) s:a d:a"))
        .isEqualTo("ok");
  }

  @Test
  void laggingMemberIsNoViolationWithoutAStableLine() {
    assertThat(verdict("p1: R(4;1,2) s:a s:b d:a d:b end", "p2: R(4;1,2) d:a end")).isEqualTo("ok");
  }

  @Test
  void mergedRingsContinuePrimaries() {
    assertThat(
            verdict(
                "p1: R(4;1,2)pri T(8;1) R(8;1) T(16;1) R(16;1,2)pri",
                "p2: R(4;1,2)pri T(12;2) R(12;2)pri T(16;2) R(16;1,2)pri"))
        .isEqualTo("ok");
  }

  @Test
  void stableAndDrainedRunThatConverges() {
    Story story =
        new Story(
            "p1: *1 R(4;1) sub:a s:a d:a *90 T(8;1) R(8;1,2) s:b d:b end",
            "p2: *1 R(2:4;2) *90 T(8;2) R(8;1,2) d:b end",
            "p3: R(3:4;3) end");
    assertThat(story.stable(50, 40, true, new int[] {2, 1}, new int[] {3}).verdict())
        .isEqualTo("ok");
  }

  @Test
  void nothingAtAllIsLegal() {
    Report report = new Story().check();
    assertThat(report.ok()).isTrue();
    assertThat(report.processes()).isZero();
    assertThat(verdict("p1: -", "p2: start(3)")).isEqualTo("ok");
  }

  @Test
  void unloggedSendersAreAWarningIfAllowed() {
    Story story = new Story("p1: R(4;1,2) d:2/1/1");
    assertThat(story.verdict()).isEqualTo("B1");
    Report report = story.options(new Checker.Options(true, true)).check();
    assertThat(report.ok()).isTrue();
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void representativeNeedNotBeTheLeastIfAllowed() {
    assertThat(new Story("p1: R(2:4;1,2)").options(new Checker.Options(false, false)).verdict())
        .isEqualTo("ok");
  }

  @Test
  void countsWhatWasPutToTheTest() {
    Report report =
        new Story(
                "p1: R(4;1,2,3) d:b d:c crash",
                "p2: R(4;1,2,3) s:b crash",
                "p3: R(4;1,2,3) S:c T(8;3) d:c R(8;3)")
            .check();
    assertThat(report.exercised()).isEqualTo(new Exercised(2, 1, 1, 1));
    assertThat(report.configurations()).isEqualTo(5);
    assertThat(report.deliveries()).isEqualTo(3);
    assertThat(report.events()).isEqualTo(15);
    assertThat(report.processes()).isEqualTo(3);
  }
}
