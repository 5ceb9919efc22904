package io.evs.console.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** NEW-B8: wide characters take two columns, and are not question marks. */
class CellsTest {
  @Test
  void eachColumnHasWhatIsThere() {
    assertThat(Cells.of("a世b", false)).containsExactly("a", "世", "", "b");
    assertThat(Cells.of("\ud83d\ude00!", false)).containsExactly("\ud83d\ude00", "", "!");
    assertThat(Cells.of("e\u0301\u2764\ufe0f", false)).containsExactly("é", "❤");
    assertThat(Cells.of("\ue000x\u0327\u0489", false)).containsExactly("?", "x", "?", "?");
    assertThat(Cells.of("世é", true)).containsExactly("?", "?");
  }

  @Test
  void noHalfOfAWideCharacterIsDrawn() {
    TextGrid grid = new TextGrid(8, 3);
    Area area = Area.of(grid, Glyphs.UNICODE);
    area.fit(0, 0, 6, "世界世界", Style.PLAIN);
    area.put(7, 1, "世", Style.PLAIN);
    area.put(0, 2, "世界世", Style.PLAIN);
    area.put(1, 2, "x", Style.PLAIN);
    area.put(4, 2, "y", Style.PLAIN);
    assertThat(grid.text()).isEqualTo("世界…\n\n x界y\n");
    assertThat(area.wrap("one two 世界世界世", 7)).containsExactly("one two", "世界世", "界世");
  }
}
