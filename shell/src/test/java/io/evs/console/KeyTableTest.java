package io.evs.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KeyTableTest {
  private static final Map<String, String> CONTROLS =
      Map.of("space", "pause", "s", "step", "n", "skip", "+", "faster", "-", "slower");

  @TestFactory
  List<DynamicTest> everyKeyDoesSomething() {
    List<DynamicTest> tests = new ArrayList<>();
    for (KeyBinding binding : KeyTable.ALL) {
      for (KeyStroke key : binding.keys()) {
        tests.add(DynamicTest.dynamicTest(binding.label() + " " + key, () -> press(binding, key)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(20);
    return tests;
  }

  private static void press(KeyBinding binding, KeyStroke key) {
    FixedSource source = FixedSource.large(true);
    VirtualConsole console = new VirtualConsole(source, 80, 24).tick(2);
    // Somewhere in the middle, so that there is something in every direction.
    console.press('j', 'j');
    boolean scrolls = binding.label().startsWith("pg");
    console.press(scrolls ? '3' : binding.label().equals("1") ? '2' : '1');
    if (scrolls) {
      console.press(new KeyStroke(KeyType.PageDown));
    }
    String before = console.text();
    source.controls.clear();
    boolean goesOn = console.press(key);
    switch (binding.label()) {
      case "q" -> assertThat(goesOn).isFalse();
      case "space", "s", "n", "+", "-" ->
          assertThat(source.controls).contains(CONTROLS.get(binding.label()));
      case "ctrl-l" -> assertThat(console.text().lines()).hasSize(24);
      case "1" -> assertThat(console.text()).contains("[1 ring]");
      default -> {
        assertThat(goesOn).isTrue();
        // The made-up time goes on with each look: only rows that do not show it count.
        assertThat(still(console.text())).isNotEqualTo(still(before));
      }
    }
  }

  private static String still(String text) {
    return text.lines()
        .filter(row -> !row.contains("seq ") && !row.contains(" ─▶ ") && !row.contains("▇"))
        .filter(row -> !row.contains("token rotation") && !row.contains("●"))
        .reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void aKeyStandsForOneThing() {
    List<String> seen = new ArrayList<>();
    for (KeyBinding binding : KeyTable.ALL) {
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
