package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.KeyType;
import io.evs.console.key.KeyBinding;
import io.evs.console.key.KeyTable;
import io.evs.console.page.Picture;
import io.evs.console.simulation.SimulationSource;
import io.evs.console.source.Health;
import io.evs.console.source.RingEvent;
import io.evs.sim.options.SimOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PictureTest {
  @ParameterizedTest
  @CsvSource({"80,24", "120,40", "200,50"})
  void everyPageIsAsItWasLookedAt(int width, int height) {
    FixedSource source = FixedSource.live();
    VirtualConsole console = new VirtualConsole(source, width, height).tick(20);
    String size = "-" + width + "x" + height;
    Golden.assertLike("ring" + size, console.text());
    Golden.assertLike("members" + size, console.press('2', 'j').text());
    Golden.assertLike("details" + size, console.press(KeyType.Enter).text());
    Golden.assertLike("sorted" + size, console.press(KeyType.Escape).press('o').text());
    Golden.assertLike("groups" + size, console.press('3').text());
    Golden.assertLike("filter" + size, console.press('/', 'c', 'h').text());
    console.press(KeyType.Escape);
    Golden.assertLike("events" + size, console.press('4').text());
    Golden.assertLike("charts" + size, console.press('5').text());
    Golden.assertLike("help" + size, console.press('?').text());
    source.health = alarmed();
    Golden.assertLike("alarms" + size, console.press('a').tick(1).text());
  }

  private static Health alarmed() {
    return new Health(
        Optional.empty(),
        Optional.of(false),
        List.of(
            "member 3 is missing at 10.77.0.3:5405 for 12 s: fell silent",
            "127.0.0.1:5764 uses another key: 38 times in 40 s, the last 1.0 s ago",
            "node 7 is put aside for 20 s more: what it sends is ignored, since a ring was formed"
                + " without it",
            "packets get lost: n1 has sent 120 again in the last 10 s",
            "n1: this process did not run for 1.2 s: 13 s ago"));
  }

  /** NEW-B10: what matters stands in the head of every page, the worst first. */
  @Test
  void theHeadSaysWhatIsWrongAndHowMuchMore() {
    FixedSource source = FixedSource.live();
    source.health = alarmed();
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(1);
    assertThat(row(console, 1))
        .isEqualTo(" OPERATIONAL  NOT PRIMARY  3 members  for 12 s  ring 12  main");
    assertThat(row(console, 2)).startsWith(" ! member 3 is missing").endsWith("+4 more: a");
    console.resize(120, 40);
    assertThat(row(console, 3)).startsWith(" ! 127.0.0.1:5764 uses another key");
    assertThat(row(console, 5)).endsWith("+1 more: a");
    assertThat(console.press('a').text()).contains("alarms 5", "n1: this process did not run");
  }

  /** NEW-B8: 10 and 100 were the same, cut to 15 columns at every width. */
  @Test
  void namesOfGroupsAreWholeWhereThereIsRoom() {
    FixedSource source = FixedSource.live();
    String name = "group-number-100-of-the-application-that-has-世界";
    source.group = name;
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(1);
    assertThat(console.press('3').text()).contains(name + "       2 1/4711 2/815");
    source.group = "x".repeat(500);
    assertThat(console.tick(1).text()).contains("xx…       2 1/4711 2/815");
  }

  /** NEW-B10: charts have scales, and there are times until delivery. */
  @Test
  void chartsHaveTheirScaleAndWhatIsNotKnownIsNotDrawn() {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), 80, 24).tick(12);
    assertThat(console.press('5').text())
        .containsPattern("agreed p50 [0-9.]+ ms, • p99 [0-9.]+ ms")
        .contains("safe p50 ", " rotation p50 ", "  16 ms ", " 8.1 ms ", "delivered 1.2k msg/s");
    SimulationSource simulation = new SimulationSource(SimOptions.of(values -> values.seed = 3));
    assertThat(new VirtualConsole(simulation, 80, 24).press('5').text()).contains("agreed p50 -");
  }

  /** NEW-B11: whose node has ended shows an old picture, and says so first. */
  @Test
  void anOldPictureIsCalledSoAndNotOperational() {
    FixedSource source = FixedSource.live();
    source.state = "NO ANSWER";
    source.health =
        new Health(Optional.of("as it was 4 s ago: the node ended"), Optional.of(true), List.of());
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(1);
    assertThat(row(console, 0)).contains("  OLD  ").doesNotContain("LIVE");
    assertThat(row(console, 1)).startsWith(" NO ANSWER  3 members").doesNotContain("PRIMARY");
    assertThat(row(console, 2)).isEqualTo(" ! as it was 4 s ago: the node ended");
  }

  private static String row(VirtualConsole console, int index) {
    return console.text().lines().skip(index).findFirst().orElseThrow();
  }

  @Test
  void theHelpOfASimulationHasItsKeysToo() {
    VirtualConsole console = new VirtualConsole(FixedSource.large(true), 120, 40).press('?');
    Golden.assertLike("help-simulation-120x40", console.text());
    for (KeyBinding binding : KeyTable.ALL) {
      if (binding.applies(console.model())) {
        assertThat(console.text()).contains(binding.label()).contains(binding.help());
      }
    }
    // On a small one it scrolls.
    console.resize(80, 24);
    assertThat(console.text()).doesNotContain("packets that it has not");
    assertThat(console.press('G').text()).contains("packets that it has not");
  }

  @Test
  void asciiHasNothingElse() {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), 80, 24, true).tick(20);
    Golden.assertLike("ascii-80x24", console.text());
    for (char page : new char[] {'1', '2', '3', '4', '5', 'a', '?'}) {
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
    assertThat(console.text()).contains("message  \\x1b[2J\\x07 \\u202e \\u200b 世界 \ud83d\ude00");
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
