package io.evs.console;

import io.evs.text.PlainText;

/**
 * The signs that pictures are made of.
 *
 * @param rule a horizontal line
 * @param arrow from one member to the next
 * @param token where the token is
 * @param selected what is selected
 * @param dots what was left out
 * @param bars heights of a chart's cell, from nothing to full
 * @param ascii whether nothing beyond ASCII may be shown
 */
record Glyphs(
    String rule,
    String arrow,
    String token,
    String selected,
    String dots,
    String bars,
    boolean ascii) {
  static final Glyphs UNICODE =
      new Glyphs("─", " ─▶ ", "●", "▸", "…", " ▁▂▃▄▅▆▇█", /* ascii= */ false);
  static final Glyphs ASCII = new Glyphs("-", " -> ", "*", ">", "..", " .:=#", /* ascii= */ true);

  static Glyphs of(boolean ascii) {
    return ascii ? ASCII : UNICODE;
  }

  /** Plain text in which each character takes one cell; others are question marks. */
  String clean(String text) {
    String plain = PlainText.of(text);
    StringBuilder clean = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      clean.append(isOneCell(c) ? c : '?');
    }
    return clean.toString();
  }

  /** One cell wide. */
  private boolean isOneCell(char c) {
    if (c < 0x7f) {
      return true;
    }
    int type = Character.getType(c);
    return !ascii
        && !Character.isSurrogate(c)
        && type != Character.NON_SPACING_MARK
        && type != Character.ENCLOSING_MARK
        && type != Character.UNASSIGNED
        && type != Character.PRIVATE_USE
        && !isWide(c);
  }

  private static boolean isWide(char c) {
    return (c >= 0x1100 && c <= 0x115f)
        || (c >= 0x2e80 && c <= 0xa4cf)
        || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff)
        || (c >= 0xfe30 && c <= 0xfe6f)
        || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0xffe0 && c <= 0xffe6);
  }
}
