package io.evs.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PictureTest {
  @ParameterizedTest
  @CsvSource({"80,24", "120,40"})
  void everyPageIsAsItWasLookedAt(int width, int height) {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), width, height).tick(20);
    String size = "-" + width + "x" + height;
    Golden.assertLike("ring" + size, console.text());
    Golden.assertLike("member" + size, console.press('2', 'j').text());
    Golden.assertLike("groups" + size, console.press('3').text());
    Golden.assertLike("events" + size, console.press('4').text());
    Golden.assertLike("help" + size, console.press('?').text());
  }

  @Test
  void theHelpOfASimulationHasItsKeysToo() {
    VirtualConsole console = new VirtualConsole(FixedSource.large(true), 80, 24).press('?');
    Golden.assertLike("help-simulation-80x24", console.text());
    for (KeyBinding binding : KeyTable.ALL) {
      assertThat(console.text()).contains(binding.label()).contains(binding.help());
    }
  }

  @Test
  void asciiHasNothingElse() {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), 80, 24, true).tick(20);
    Golden.assertLike("ascii-80x24", console.text());
    for (char page : new char[] {'1', '2', '3', '4', '?'}) {
      assertThat(console.press(page).text().chars())
          .allMatch(c -> c == '\n' || (c >= 32 && c < 127));
    }
  }

  @Test
  void moreMembersThanRowsKeepTheSelectedOneInSight() {
    VirtualConsole console = new VirtualConsole(FixedSource.large(false), 80, 24).tick(3);
    Golden.assertLike("many-80x24", console.text());
    for (int i = 0; i < 20; i++) {
      console.press('j');
    }
    assertThat(console.text()).contains("▸ 21 ");
    for (int i = 0; i < 40; i++) {
      console.press('j');
    }
    assertThat(console.text()).contains("▸ 4294967295");
  }

  @Test
  void aNewSizeIsUsedAtOnce() {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), 80, 24).tick(20);
    String before = console.text();
    Golden.assertLike("ring-120x40", console.resize(120, 40).text());
    assertThat(console.resize(80, 24).text()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"20,5", "59,24", "80,15", "5,1", "1,1"})
  void aTerminalThatIsTooSmallGetsOneLine(int width, int height) {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), width, height).tick(1);
    String line = width + "x" + height + ": needs 60x16";
    String shown = console.text().strip();
    assertThat(shown).doesNotContain("\n").hasSizeLessThanOrEqualTo(width);
    if (width >= line.length()) {
      assertThat(shown).isEqualTo(line);
    }
    assertThat(console.resize(80, 24).text()).contains("evs console", "members");
  }

  @Test
  void everySizeFromTheSmallestUpHasKeysAndNoOverflow() {
    for (int width = Picture.MIN_WIDTH; width < 200; width += 7) {
      for (int height = Picture.MIN_HEIGHT; height < 70; height += 3) {
        VirtualConsole console = new VirtualConsole(FixedSource.large(true), width, height).tick(1);
        String[] rows = console.text().split("\n");
        assertThat(rows).hasSize(height);
        assertThat(rows[0]).contains("evs console");
        assertThat(rows[height - 1]).startsWith(" q quit");
      }
    }
  }

  @Test
  void whatThePersonMustKnowComesFirst() {
    FixedSource source = FixedSource.live();
    source.notice = Optional.of("the node has not answered for 4 s");
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(1);
    assertThat(console.text().lines().skip(2).findFirst().orElseThrow())
        .isEqualTo(" ! the node has not answered for 4 s");
  }

  @Test
  void namesFromElsewhereCannotCommandTheTerminal() {
    FixedSource source = FixedSource.live();
    source.waiting.add(
        new RingEvent(
            "12:00:09", RingEvent.Kind.MESSAGE, "\u001b[2J\u0007 \u202e \u200b 世界 \ud83d\ude00"));
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(1);
    assertThat(console.text()).contains("message  \\x1b[2J\\x07 \\u202e \\u200b ?? ??");
  }

  @Test
  void aSimulationIsDrawnFromARealRun() {
    SimOptions options =
        SimOptions.of(
            values -> {
              values.seed = 3;
              values.nodes = 5;
              values.messages = 100;
              values.crashes = 1;
            });
    VirtualConsole console = new VirtualConsole(new SimulationSource(options), 80, 24);
    for (int i = 0; i < 40; i++) {
      console.press('n');
    }
    console.tick(60);
    Golden.assertLike("simulation-80x24", console.text());
  }
}
