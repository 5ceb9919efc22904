package io.evs.text;

import java.nio.charset.StandardCharsets;

/** What locks, leaders and barriers may be called. Stateless; any thread may use it. */
public final class Names {
  /** What stands for bytes that were no text: in two names it may stand for different ones. */
  private static final char REPLACEMENT = '\ufffd';

  private Names() {}

  /**
   * Whether a name has 1 to that many bytes of UTF-8, and no control characters. Half a surrogate
   * pair has no bytes in UTF-8, and U+FFFD stands where there was something else: two such names
   * could be taken for one.
   */
  public static boolean isName(String name, int maxBytes) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return utf8.length >= 1
        && utf8.length <= maxBytes
        && name.indexOf(REPLACEMENT) < 0
        && new String(utf8, StandardCharsets.UTF_8).equals(name)
        && !hasControl(name);
  }

  /**
   * Whether there is a control character in it. No stream: names are looked at for each message.
   */
  public static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
