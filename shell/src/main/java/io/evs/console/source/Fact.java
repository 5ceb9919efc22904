package io.evs.console.source;

/**
 * Something that is known. What comes from other nodes may be of any length: both are cut to what a
 * person may want to read.
 *
 * @param label what it is about; empty if the value says that itself
 * @param value for people
 */
public record Fact(String label, String value) {
  private static final int LABEL_MAX_CHARS = 64;
  private static final int VALUE_MAX_CHARS = 2000;

  /** Cuts both. */
  public Fact {
    label = cut(label, LABEL_MAX_CHARS);
    value = cut(value, VALUE_MAX_CHARS);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  /** A sentence. */
  public static Fact sentence(String text) {
    return new Fact("", text);
  }
}
