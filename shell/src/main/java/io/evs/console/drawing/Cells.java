package io.evs.console.drawing;

import com.googlecode.lanterna.TextCharacter;
import io.evs.text.PlainText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Text as what takes its place on a terminal: one string for each column. A wide character is
 * followed by {@link #COVERED}. What has no width that every terminal agrees on is a question mark.
 */
public final class Cells {
  /** The column that the wide character before it covers. */
  public static final String COVERED = "";

  private static final String UNKNOWN = "?";
  private static final int LAST_VARIATION = 0xfe0f;
  private static final int FIRST_VARIATION = 0xfe00;

  private Cells() {}

  /** Text, cleaned. */
  public static List<String> of(String text, boolean ascii) {
    String plain = PlainText.of(text);
    if (!isAscii(plain)) {
      plain = Normalizer.normalize(plain, Normalizer.Form.NFC);
    }
    List<String> cells = new ArrayList<>(plain.length());
    plain.codePoints().forEach(c -> add(c, ascii, cells));
    return cells;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x7f);
  }

  private static void add(int c, boolean ascii, List<String> cells) {
    if (c < 0x7f) {
      cells.add(Character.toString(c));
    } else if (c >= FIRST_VARIATION && c <= LAST_VARIATION) {
      // Asks for another look of the character before it.
      return;
    } else if (ascii) {
      cells.add(UNKNOWN);
    } else {
      String cell = Character.toString(c);
      switch (columns(c, cell)) {
        case 1 -> cells.add(cell);
        case 2 -> {
          cells.add(cell);
          cells.add(COVERED);
        }
        default -> cells.add(UNKNOWN);
      }
    }
  }

  /** 1 or 2, and 0 for what is not to be shown. */
  private static int columns(int c, String cell) {
    int type = Character.getType(c);
    if (type == Character.UNASSIGNED || type == Character.PRIVATE_USE) {
      return 0;
    }
    int width = WCWidth.wcwidth(c);
    // What draws must think the same, or all that follows is at another place.
    int drawn = TextCharacter.fromString(cell)[0].isDoubleWidth() ? 2 : 1;
    return width == drawn ? width : 0;
  }
}
