package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.TotemOption;
import io.evs.totem.part.RingPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RingPoliciesTest {
  private static final long MS = 1_000_000L;

  private static RingPolicy derive(EvsConfig.Builder builder) {
    return RingPolicies.derive(builder.build(), 8 << 20, 1472);
  }

  @Test
  void theDefaultIsOurRingOfOneSecond() {
    assertThat(derive(EvsConfig.builder())).isEqualTo(RingPolicy.ours(1000 * MS));
  }

  @ParameterizedTest
  @EnumSource(EvsConfig.Profile.class)
  void everyProfileIsConsistentForEveryToken(EvsConfig.Profile profile) {
    for (long token = 10; token <= 3_600_000; token = token * 3 / 2 + 1) {
      RingPolicy policy =
          derive(
              EvsConfig.builder()
                  .profile(profile)
                  .totem(TotemOption.TOKEN, Duration.ofMillis(token)));
      assertThat(policy.tokenNanos()).isEqualTo(token * MS);
    }
  }

  @Test
  void fastFindsADeadMemberInLessThanThreeTenthsOfASecond() {
    RingPolicy policy = derive(EvsConfig.builder().profile(EvsConfig.Profile.FAST));
    assertThat(policy.tokenNanos() + policy.consensusNanos()).isLessThan(270 * MS);
    assertThat(policy.mergeNanos()).isEqualTo(50 * MS);
    assertThat(policy.holdNanos()).isLessThan(policy.tokenRetransmitNanos());
  }

  @Test
  void lossySendsTheTokenAgainWithinMilliseconds() {
    RingPolicy policy = derive(EvsConfig.builder().profile(EvsConfig.Profile.LOSSY));
    assertThat(policy.tokenNanos()).isEqualTo(60_000 * MS);
    assertThat(policy.consensusNanos()).isEqualTo(72_000 * MS);
    assertThat(policy.joinNanos()).isEqualTo(5 * MS);
    assertThat(policy.tokenRetransmitNanos()).isLessThanOrEqualTo(5 * MS);
  }

  @Test
  void whatIsSetWins() {
    RingPolicy policy =
        derive(
            EvsConfig.builder()
                .totem(TotemOption.TOKEN_RETRANSMIT, Duration.ofMillis(50))
                .totem(TotemOption.WINDOW_SIZE, 3000)
                .totem(TotemOption.MISS_COUNT_CONST, 5)
                .totem(TotemOption.ACCELERATED_WINDOW, 20));
    assertThat(policy.tokenRetransmitNanos()).isEqualTo(50 * MS);
    assertThat(policy.holdNanos()).isLessThan(50 * MS);
    assertThat(policy.windowSize()).isEqualTo(3000);
    assertThat(policy.missCountConst()).isEqualTo(5);
    assertThat(policy.acceleratedWindow()).isEqualTo(20);
  }

  @Test
  void theWindowFitsTheReceiveBufferTwice() {
    assertThat(RingPolicies.windowFor(8 << 20, 1472)).isEqualTo(256);
    assertThat(RingPolicies.windowFor(425_984, 1472)).isEqualTo(92);
    assertThat(RingPolicies.windowFor(212_992, 1472)).isEqualTo(46);
    assertThat(RingPolicies.windowFor(1000, 1472)).isEqualTo(32);
    assertThat(RingPolicies.windowFor(8 << 20, 65_507)).isEqualTo(63);
  }

  @Test
  void contradictionsAreNamed() {
    assertThatThrownBy(
            () -> derive(EvsConfig.builder().totem(TotemOption.HOLD, Duration.ofSeconds(1))))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> {
              assertThat(error.code()).isEqualTo(EvsException.Code.INVALID_PARAM);
              assertThat(error.getMessage()).contains("hold must be below token_retransmit");
            });
  }

  @Test
  void joinMessagesMayNotWaitForLongerThanHalfTheConsensus() {
    EvsConfig.Builder config =
        EvsConfig.builder().totem(TotemOption.SEND_JOIN, Duration.ofMillis(600));
    assertThat(derive(config).sendJoinNanos()).isEqualTo(600 * MS);
    assertThatThrownBy(() -> derive(config.totem(TotemOption.SEND_JOIN, Duration.ofMillis(601))))
        .hasMessageContaining("send_join must be at most half of consensus");
  }
}
