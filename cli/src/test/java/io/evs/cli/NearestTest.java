package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> COMMANDS = List.of("bench", "verify", "group");

  @Test
  void findsTheOneThatWasMeant() {
    assertThat(Nearest.to("bnech", COMMANDS)).contains("bench");
    assertThat(Nearest.to("verfy", COMMANDS)).contains("verify");
    assertThat(Nearest.to("groups", COMMANDS)).contains("group");
  }

  @Test
  void suggestsNothingFarFetched() {
    assertThat(Nearest.to("x", COMMANDS)).isEmpty();
    assertThat(Nearest.to("administrate", COMMANDS)).isEmpty();
  }

  @Test
  void countsASwapOfNeighboursOnce() {
    assertThat(Nearest.edits("ab", "ba")).isEqualTo(1);
    assertThat(Nearest.edits("token", "token")).isZero();
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
  }
}
