package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.console.simulation.SimulationSource;
import io.evs.sim.options.SimOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW-B9: keys that crash, cut, pause and heal a process of a simulated ring. */
@Timeout(60)
class FaultKeysTest {
  private final SimulationSource source =
      new SimulationSource(
          SimOptions.of(
              values -> {
                values.seed = 4;
                values.nodes = 4;
                values.messages = 20;
              }));
  private final VirtualConsole console = new VirtualConsole(source, 120, 40);

  private String row(int process) {
    return console
        .text()
        .lines()
        .filter(row -> row.matches("[ ▸][ ●]" + process + " .*"))
        .findFirst()
        .orElseThrow();
  }

  /** Goes on, a virtual twentieth of a second at a time, until it is so. */
  private void until(String what, java.util.function.BooleanSupplier condition) {
    for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
      console.tick(1);
    }
    assertThat(condition.getAsBoolean()).as(what + "\n" + console.text()).isTrue();
  }

  @Test
  void aPersonDoesToTheChosenProcessWhatHappensToReal() {
    console.press('+', '+', '+', '+', '+');
    until("one ring", () -> row(1).contains("OPERATIONAL") && console.text().contains("4 members"));
    console.press('2', 'j', 'C');
    assertThat(row(2)).contains("DOWN");
    until("a ring of three", () -> console.text().contains("OPERATIONAL  3 members"));
    console.press('R');
    until("a ring of four", () -> console.text().contains("OPERATIONAL  4 members"));
    console.press('P');
    assertThat(row(2)).contains("PAUSED");
    until("three without it", () -> console.text().contains("OPERATIONAL  3 members"));
    console.press('P');
    assertThat(row(2)).doesNotContain("PAUSED");
    until("four with it", () -> console.text().contains("OPERATIONAL  4 members"));
    console.press('X');
    until("three of one part", () -> console.text().contains("OPERATIONAL  3 members"));
    // Its own ring is another one, which it alone is in.
    until("its own ring", () -> row(2).contains("OPERATIONAL") && !ring(2).equals(ring(1)));
    assertThat(ring(3)).isEqualTo(ring(1));
    console.press('H');
    until("four healed", () -> console.text().contains("OPERATIONAL  4 members"));
    // It does not end by itself: the run is the person's own.
    assertThat(source.hasEnded()).isFalse();
    assertThat(console.press('4').text())
        .contains("the network is cut: 1, 3, 4 | 2", "whole again");
  }

  private String ring(int process) {
    return row(process).replaceAll(".*(ring [0-9:]+).*", "$1");
  }
}
