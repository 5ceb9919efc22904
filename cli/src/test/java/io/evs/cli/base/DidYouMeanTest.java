package io.evs.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final List<String> COMMANDS = List.of("bench", "verify", "group");

  @Test
  void findsTheOneThatWasMeant() {
    assertThat(DidYouMean.to("bnech", COMMANDS)).contains("bench");
    assertThat(DidYouMean.to("verfy", COMMANDS)).contains("verify");
    assertThat(DidYouMean.to("groups", COMMANDS)).contains("group");
  }

  @Test
  void suggestsNothingFarFetched() {
    assertThat(DidYouMean.to("x", COMMANDS)).isEmpty();
    assertThat(DidYouMean.to("administrate", COMMANDS)).isEmpty();
  }

  @Test
  void countsASwapOfNeighboursOnce() {
    assertThat(DidYouMean.edits("ab", "ba")).isEqualTo(1);
    assertThat(DidYouMean.edits("token", "token")).isZero();
    assertThat(DidYouMean.edits("", "abc")).isEqualTo(3);
  }
}
