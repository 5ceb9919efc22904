package io.evs.cli.bench.report;

import io.evs.text.PlainText;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes elements that are HTML and well-formed XML at once. */
public final class Markup {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  public Markup open(String name, String... attributes) {
    tag(name, attributes);
    text.append('>');
    open.push(name);
    return this;
  }

  /** Closes the element that was opened last. */
  public Markup close() {
    text.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** An element without content. */
  public Markup empty(String name, String... attributes) {
    tag(name, attributes);
    text.append("/>\n");
    return this;
  }

  /** An element that holds a text. */
  public Markup element(String name, String content, String... attributes) {
    open(name, attributes);
    return text(content).close();
  }

  /** A text, whatever is in it. */
  public Markup text(String content) {
    text.append(escape(content));
    return this;
  }

  /** What was made elsewhere in the same way. */
  public Markup raw(String markup) {
    text.append(markup);
    return this;
  }

  private void tag(String name, String... attributes) {
    text.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
  }

  private static String escape(String content) {
    StringBuilder safe = new StringBuilder(content.length());
    content
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isAllowed(c) ? c : 0xfffd);
              }
            });
    return safe.toString();
  }

  /** XML has no control characters but these; the page may be printed on a terminal. */
  private static boolean isAllowed(int c) {
    return c == '\t' || c == '\n' || (PlainText.isPlain(c) && c != 0xfffe && c != 0xffff);
  }

  /** All of it; everything that was opened must be closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open.peek() + " is open");
    }
    return text.toString();
  }
}
