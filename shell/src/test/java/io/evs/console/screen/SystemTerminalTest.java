package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.TerminalSize;
import org.junit.jupiter.api.Test;

class SystemTerminalTest {
  /** FIELD-32: a terminal may say that it has no size, or nothing at all. */
  @Test
  void whatHasNoSizeGetsTheUsualOne() {
    TerminalSize usual = new TerminalSize(80, 24);
    for (String said : new String[] {"0 0", "0 80", "24 0", "", "stty: no", "999999 1", "-1 5"}) {
      assertThat(SystemTerminal.size(said)).as(said).isEqualTo(usual);
    }
    assertThat(SystemTerminal.size("50 132\n")).isEqualTo(new TerminalSize(132, 50));
  }
}
