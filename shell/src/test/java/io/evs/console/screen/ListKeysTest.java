package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.input.MouseActionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW-B8 and NEW-B10: lists are selected in, filtered, sorted and opened, by keys and mouse. */
@Timeout(60)
class ListKeysTest {
  private final FixedSource source = FixedSource.large(false);
  private final VirtualConsole console = new VirtualConsole(source, 80, 24).tick(1);

  private String selected() {
    return console.text().lines().filter(row -> row.startsWith("▸")).findFirst().orElse("");
  }

  @Test
  void aScreenfulAndTheEndsAreOneKeyAway() {
    console.press('2');
    assertThat(selected()).contains(" 1 ");
    assertThat(console.press(KeyType.PageDown).text()).contains("▸ 17 ");
    assertThat(console.press('j', 'j', 'k').text()).contains("▸ 18 ");
    assertThat(console.press(KeyType.End).text()).contains("▸ 4294967295");
    assertThat(console.press(KeyType.PageUp, KeyType.ArrowUp).text()).contains("▸ 14 ");
    assertThat(console.press(KeyType.Home).text()).contains("▸ 1 ");
    assertThat(console.press('G', 'g').text()).contains("▸ 1 ");
  }

  @Test
  void theNewestEventIsSelectedUntilAnotherOneIs() {
    console.press('4');
    assertThat(selected()).endsWith("event 199");
    console.press('k');
    source.say("later");
    assertThat(console.tick(2).text()).contains("later");
    assertThat(selected()).endsWith("event 198");
    console.press(KeyType.End);
    source.say("latest");
    console.tick(2);
    assertThat(selected()).endsWith("latest");
  }

  @Test
  void aFilterShowsOnlyWhatHasTheText() {
    console.press('3', '/').type("UP-2");
    assertThat(console.text()).contains("groups 10 of 30 with UP-2", " /UP-2_", "group-20 ");
    assertThat(console.text()).doesNotContain("chat", "group-3 ");
    // Keys that else do something are part of the text.
    console.type("q").press(KeyType.Backspace, KeyType.ArrowDown, KeyType.Enter);
    assertThat(selected()).contains("group-20 ");
    assertThat(console.press('j').text()).contains("▸ group-21 ").doesNotContain(" /UP-2_");
    assertThat(console.press('/').type("q").text()).contains("none has this text");
    assertThat(console.press(KeyType.Escape).text()).contains("groups 30 ─", "group-19");
    assertThat(selected()).contains("group-2");
    console.press('/').type("chat").press(KeyType.Enter, KeyType.Escape);
    assertThat(console.text()).contains("groups 30 ─");
  }

  @Test
  void eachListHasItsOwnFilterAndChartsHaveNone() {
    console.press('2', '/').type("here").press(KeyType.Enter);
    assertThat(console.text()).contains("members 1 of 31 with here");
    assertThat(console.press('3').text()).contains("groups 30 ─");
    assertThat(console.press('5', '/').text()).doesNotContain("/_");
    // The ring's page has the list of members, too.
    assertThat(console.press('1').text()).contains("members 1 of 31 with here");
  }

  @Test
  void aKeySortsByOneColumnAfterTheOtherAndMarksIt() {
    console.press('2', 'o');
    assertThat(console.text()).contains(", by node ", "node▴");
    assertThat(console.press('O').text()).contains("node▾");
    console.press('g');
    assertThat(firstLine()).startsWith("  4294967295");
    console.press('o', 'o', 'o');
    assertThat(console.text()).contains(", by msg/s ", "▾msg/s");
    console.press('g');
    assertThat(firstLine()).containsPattern("^ [ ●]2 here ");
    for (int i = 0; i < 7; i++) {
      console.press('o');
    }
    assertThat(console.text()).doesNotContain(", by ");
    assertThat(console.press('O').text()).doesNotContain("▾", "▴");
  }

  private String firstLine() {
    return console.text().lines().skip(5).findFirst().orElseThrow().replace("▸", " ");
  }

  @Test
  void enterOpensWhatIsSelectedAndEscGoesBack() {
    console.press('2', 'j').press(KeyType.Enter);
    assertThat(console.text()).contains("1 ring[2 members › 2 n2]3 groups", "── this is it ──");
    // Keys of lists scroll here, and no further than there is text.
    String before = console.text();
    assertThat(console.press(KeyType.PageDown).text()).doesNotContain("this is it");
    console.press(KeyType.End, KeyType.End);
    assertThat(console.text()).contains("counter_number_89");
    assertThat(console.press(KeyType.Home).text()).isEqualTo(before);
    assertThat(console.press('?').text()).contains("leave the console");
    assertThat(console.press(KeyType.Escape).text()).isEqualTo(before);
    assertThat(console.press(KeyType.Escape).text()).contains("[2 members]");
    assertThat(selected()).contains("2 here");
    console.press('3').press(KeyType.Enter);
    assertThat(console.text()).contains("[3 groups › chat]");
    assertThat(console.press('4').press(KeyType.Enter).text()).contains("[4 events › 12:00:00]");
    assertThat(console.press('1').press(KeyType.Enter).text()).contains("[1 ring › 2 n2]");
  }

  @Test
  void clicksSelectOpenAndChangeThePage() {
    console.click("3 groups");
    assertThat(console.text()).contains("[3 groups]");
    console.click("group-7 ");
    assertThat(selected()).contains("group-7 ");
    assertThat(console.click("group-7 ").text()).contains("[3 groups › group-7]");
    console.press(KeyType.Escape).wheel(MouseActionType.SCROLL_DOWN);
    assertThat(selected()).contains("group-10 ");
    console.wheel(MouseActionType.SCROLL_UP).wheel(MouseActionType.SCROLL_UP);
    assertThat(selected()).contains("group-4 ");
    // On the ring's page groups are only looked at.
    assertThat(console.click("1 ring").click("chat").text()).contains("[1 ring]");
    assertThat(console.click("── charts".substring(0, 2)).text()).contains("[1 ring]");
  }
}
