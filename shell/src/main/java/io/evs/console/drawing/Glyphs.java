package io.evs.console.drawing;

/**
 * The signs that pictures are made of.
 *
 * @param rule a horizontal line
 * @param arrow from one member to the next
 * @param token where the token is
 * @param selected what is selected
 * @param dots what was left out
 * @param up sorted with the least first
 * @param down sorted with the largest first
 * @param into from a page into what it has
 * @param mark a value that is drawn without a bar
 * @param bars heights of a chart's cell, from nothing to full
 * @param ascii whether nothing beyond ASCII may be shown
 */
public record Glyphs(
    String rule,
    String arrow,
    String token,
    String selected,
    String dots,
    String up,
    String down,
    String into,
    String mark,
    String bars,
    boolean ascii) {
  public static final Glyphs UNICODE =
      new Glyphs("─", " ─▶ ", "●", "▸", "…", "▴", "▾", "›", "•", " ▁▂▃▄▅▆▇█", /* ascii= */ false);
  public static final Glyphs ASCII =
      new Glyphs("-", " -> ", "*", ">", "..", "^", "v", ">", "o", " .:=#", /* ascii= */ true);

  public static Glyphs of(boolean ascii) {
    return ascii ? ASCII : UNICODE;
  }
}
