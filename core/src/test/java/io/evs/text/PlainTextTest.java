package io.evs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SEC-M1, SEC-L12: one rule for all text that comes from elsewhere. */
class PlainTextTest {
  @Test
  void escapesWhatATerminalActsOn() {
    assertThat(PlainText.of("a\u001b]0;x\u0007b\u007fc\u009bd\0"))
        .isEqualTo("a\\x1b]0;x\\x07b\\x7fc\\x9bd\\x00");
    assertThat(PlainText.of("one\ntwo\tthree\r")).isEqualTo("one\\ntwo\\tthree\\r");
  }

  @Test
  void escapesWhatChangesTheOrderOrTheLineOfOtherText() {
    assertThat(PlainText.of("a\u202eb\u2028c\u2029d\u2066e\ufefff"))
        .isEqualTo("a\\u202eb\\u2028c\\u2029d\\u2066e\\ufefff");
    assertThat(PlainText.of("tag " + Character.toString(0xe0041))).isEqualTo("tag \\u{e0041}");
  }

  @Test
  void escapesHalvesOfSurrogatePairsAndKeepsWholeOnes() {
    assertThat(PlainText.of("x\ud83dy\ude00")).isEqualTo("x\\ud83dy\\ude00");
    assertThat(PlainText.of("\ud83d\ude00 Größe 大")).isEqualTo("\ud83d\ude00 Größe 大");
  }

  @Test
  void returnsPlainTextItselfAndChangesNothingTwice() {
    String plain = "node-1 \\x1b";
    assertThat(PlainText.of(plain)).isSameAs(plain);
    String once = PlainText.of("\u001b\u202e");
    assertThat(PlainText.of(once)).isSameAs(once);
  }

  @Test
  void keepsTheLinesThatAPrinterMade() {
    assertThat(PlainText.lines("fault\n\tat x\u001b\r\u2028"))
        .isEqualTo("fault\n\tat x\\x1b\\r\\u2028");
  }

  @Test
  void everyCodePointComesOutPlain() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      assertThat(PlainText.of(Character.toString(c)).codePoints().allMatch(PlainText::isPlain))
          .as("U+%04X", c)
          .isTrue();
    }
  }
}
