package io.evs.text;

import java.util.Locale;

/**
 * The one place that cleans text which comes from elsewhere (names, reasons, payloads) before a
 * terminal or a log shows it. What a terminal would act on, or what changes the order of the text
 * around it, is written as an escape: {@code \x1b}, {@code \u005cu202e}, {@code \n}. The result is
 * one line, and cleaning it again changes nothing.
 *
 * <p>Stateless; any thread may use it. Text that is plain already is returned as it is.
 */
public final class PlainText {
  private PlainText() {}

  /** One line without control characters; also tabs and line feeds are escaped. */
  public static String of(String text) {
    return clean(text, /* lines= */ false);
  }

  /** As {@link #of}, but line feeds and tabs stay: for text whose lines the printer has made. */
  public static String lines(String text) {
    return clean(text, /* lines= */ true);
  }

  /**
   * Whether a terminal shows this code point and does nothing else: no control character (C0, DEL,
   * C1), no format character (which includes those of direction), no separator of lines or
   * paragraphs, no half of a surrogate pair.
   */
  public static boolean isPlain(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint >= ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String clean(String text, boolean lines) {
    if (text.codePoints().allMatch(c -> stays(c, lines))) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (stays(c, lines)) {
                clean.appendCodePoint(c);
              } else {
                clean.append(escape(c));
              }
            });
    return clean.toString();
  }

  private static boolean stays(int codePoint, boolean lines) {
    return isPlain(codePoint) || (lines && (codePoint == '\n' || codePoint == '\t'));
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> {
        String form = codePoint <= 0xff ? "\\x%02x" : codePoint <= 0xffff ? "\\u%04x" : "\\u{%x}";
        yield String.format(Locale.ROOT, form, codePoint);
      }
    };
  }
}
