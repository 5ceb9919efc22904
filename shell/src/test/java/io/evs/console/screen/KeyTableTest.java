package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import io.evs.console.key.KeyBinding;
import io.evs.console.key.KeyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KeyTableTest {
  private static final Map<String, String> CONTROLS =
      Map.of(
          "space",
          "pause",
          "s",
          "step",
          "n",
          "skip",
          "+",
          "faster",
          "-",
          "slower",
          "C",
          "crash 3",
          "R",
          "restart 3",
          "X",
          "cut off 3",
          "P",
          "pause 3",
          "H",
          "heal");

  @TestFactory
  List<DynamicTest> everyKeyDoesSomething() {
    List<DynamicTest> tests = new ArrayList<>();
    for (KeyBinding binding : KeyTable.ALL) {
      boolean tour = binding.help().contains("scene");
      for (KeyStroke key : tour ? List.<KeyStroke>of() : binding.keys()) {
        tests.add(DynamicTest.dynamicTest(binding.label() + " " + key, () -> press(binding, key)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(20);
    return tests;
  }

  private static void press(KeyBinding binding, KeyStroke key) {
    FixedSource source = FixedSource.large(true);
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(2);
    prepare(console, binding.label());
    String before = console.text();
    source.controls.clear();
    boolean goesOn = console.press(key);
    switch (binding.label()) {
      case "q" -> assertThat(goesOn).isFalse();
      case "space", "s", "n", "+", "-", "C", "R", "X", "P", "H" ->
          assertThat(source.controls).contains(CONTROLS.get(binding.label()));
      case "ctrl-l" -> assertThat(console.text().lines()).hasSize(24);
      case "1" -> assertThat(console.text()).contains("[1 ring]");
      case "M" -> assertThat(console.model().usesMouse()).isFalse();
      default -> {
        assertThat(goesOn).isTrue();
        // The made-up time goes on with each look: only rows that do not show it count.
        assertThat(still(console.text())).isNotEqualTo(still(before));
      }
    }
  }

  /** Somewhere in the middle, so that there is something in every direction. */
  private static void prepare(VirtualConsole console, String label) {
    console.press('j', 'j');
    console.press(label.equals("1") ? '2' : '1');
    switch (label) {
      case "esc" -> console.press(KeyType.Enter);
      case "O" -> console.press('2', 'o');
      default -> {}
    }
  }

  private static String still(String text) {
    return text.lines()
        .filter(row -> !row.contains("seq ") && !row.contains(" ─▶ ") && !row.contains("▇"))
        .filter(row -> !row.contains("█"))
        .filter(row -> !row.contains("token rotation") && !row.contains("●"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void aKeyStandsForOneThing() {
    List<String> seen = new ArrayList<>();
    VirtualConsole console = new VirtualConsole(FixedSource.large(true), 80, 24);
    for (KeyBinding binding : KeyTable.ALL) {
      if (!binding.applies(console.model())) {
        continue;
      }
      for (KeyStroke key : binding.keys()) {
        String name = key.getKeyType() + " " + key.getCharacter() + " " + key.isCtrlDown();
        assertThat(seen).doesNotContain(name);
        seen.add(name);
      }
    }
  }

  @Test
  void keysThatStandForNothingDoNothing() {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), 80, 24).tick(2);
    for (char key : new char[] {'z', 's', 'n', '+', '#'}) {
      assertThatCode(() -> console.press(key)).doesNotThrowAnyException();
    }
    assertThat(console.model().isFrozen()).isFalse();
    assertThat(console.turn()).isTrue();
  }

  @Test
  void aFrozenPictureStaysAndCatchesUp() {
    FixedSource source = FixedSource.live();
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(2);
    console.press(' ');
    String frozen = console.text();
    assertThat(frozen).contains("FROZEN");
    assertThat(console.tick(5).text()).isEqualTo(frozen);
    assertThat(console.press(' ').tick(1).text()).contains("LIVE").isNotEqualTo(frozen);
  }

  @Test
  void theEndOfTheInputIsTheEnd() {
    VirtualConsole console = new VirtualConsole(FixedSource.live(), 80, 24);
    assertThat(console.press(new KeyStroke(KeyType.EOF))).isFalse();
  }
}
