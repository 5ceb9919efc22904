package io.evs.cli.config.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.cli.Run;
import io.evs.node.address.RingPolicies;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigExplainTest {
  private static final long MS = 1_000_000L;

  /** What is explained is what a member computes, in every profile and at the ends of ranges. */
  @ParameterizedTest
  @CsvSource({
    "default, 1000, 0",
    "default, 10, 0",
    "default, 300, 20",
    "default, 60000, 0",
    "fast, 120, 0",
    "fast, 30, 5",
    "lossy, 60000, 0",
    "lossy, 15, 0",
    "lossy, 1000, 40"
  })
  void theArithmeticGivesTheValueInForce(String profile, long tokenMillis, long retransmitMillis) {
    EvsConfig.Builder config =
        EvsConfig.builder()
            .profile(EvsConfig.Profile.valueOf(profile.toUpperCase(Locale.ROOT)))
            .totem(TotemOption.TOKEN, tokenMillis * MS);
    Set<TotemOption> set = new java.util.HashSet<>(Set.of(TotemOption.TOKEN));
    if (retransmitMillis > 0) {
      config.totem(TotemOption.TOKEN_RETRANSMIT, retransmitMillis * MS);
      set.add(TotemOption.TOKEN_RETRANSMIT);
    }
    Map<TotemOption, Long> known = RingPolicies.inForce(config.build());
    known.forEach(
        (option, value) -> {
          if (!set.contains(option)) {
            assertThat(Derivation.of(option, profile, known, 8 << 20).value())
                .as(option.key())
                .isEqualTo(value);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"default", "fast", "lossy"})
  void theTokenOfAProfileIsThatInForce(String profile) {
    Map<TotemOption, Long> known =
        RingPolicies.inForce(
            EvsConfig.builder()
                .profile(EvsConfig.Profile.valueOf(profile.toUpperCase(Locale.ROOT)))
                .build());
    assertThat(Derivation.of(TotemOption.TOKEN, profile, known, 8 << 20).value())
        .isEqualTo(known.get(TotemOption.TOKEN));
  }

  @ParameterizedTest
  @CsvSource({"4608", "425984", "8388608"})
  void theWindowFollowsFromTheBuffer(int granted) {
    EvsConfig config = EvsConfig.builder().build();
    Map<TotemOption, Long> known = RingPolicies.inForce(config);
    assertThat(Derivation.of(TotemOption.WINDOW_SIZE, "default", known, granted).value())
        .isEqualTo(RingPolicies.derive(config, granted, 1430).windowSize());
  }

  @Test
  void theLongestTimesAreSaidWithTheirArithmetic() {
    Run run = new Run().with("EVS_TOTEM_TOKEN", "300ms").evs("config", "explain");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("totem.token +300ms +set in environment EVS_TOTEM_TOKEN")
        .containsPattern("totem.consensus +360ms += max\\(token x 1.2, join\\)")
        .contains("noticed after 300ms (token), and the others go on without it after 660ms")
        .contains("= token 300ms + consensus 360ms")
        .contains("holder that is cut off is told after 1980ms at most", "holds it after 3227ms");
    Run json = new Run().with("EVS_TOTEM_TOKEN", "300ms").evs("config", "explain", "--json");
    assertThat(json.out())
        .startsWith("{\"schema\":1,\"command\":\"config explain\",\"profile\":\"default\"")
        .contains("\"detect_ms\":300.0,\"reform_ms\":660.0")
        .contains("\"lock_lease_ms\":1980.0,\"lock_bound_ms\":3227.5")
        .contains("{\"key\":\"totem.join\",\"value\":\"50ms\",\"origin\":\"derived\"");
  }

  /** A receive buffer can be asked for without touching the host. */
  @Test
  void aSmallReceiveBufferIsExplainedWithItsWindow() {
    Run run = new Run().with("EVS_TOTEM_RECEIVE_BUFFER", "8KiB").evs("config", "explain");
    assertThat(run.out())
        .containsPattern("totem.receive_buffer +16384 bytes +set in environment")
        .containsPattern("totem.window_size +32 ");
    Run wrong = new Run().with("EVS_TOTEM_RECEIVE_BUFFER", "8").evs("config", "explain");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("a size with its unit from 4096B to 1024MiB");
  }
}
