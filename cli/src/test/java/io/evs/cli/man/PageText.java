package io.evs.cli.man;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pages written by hand, in a few marks: {@code = name section | summary} begins a page, {@code ==
 * heading} a section, {@code - term :: words} an item; lines behind four spaces stay as they are;
 * an empty line ends a paragraph.
 */
final class PageText {
  private final Map<String, String> pages = new TreeMap<>();
  private final List<String> paragraph = new ArrayList<>();
  private final List<String> literal = new ArrayList<>();
  private Roff roff;
  private String file = "";

  private PageText() {}

  /** Pages by the names of their files. */
  static Map<String, String> pages(String source) {
    PageText text = new PageText();
    source.lines().forEach(text::line);
    text.endPage();
    return text.pages;
  }

  private void line(String line) {
    if (line.startsWith("    ")) {
      endParagraph();
      literal.add(line.substring(4));
      return;
    }
    endLiteral();
    if (line.startsWith("= ")) {
      endPage();
      String[] parts = line.substring(2).split(" \\| ", 2);
      String[] title = parts[0].split(" ");
      roff = new Roff(title[0], Integer.parseInt(title[1]), parts[1]);
      file = title[0] + "." + title[1];
    } else if (line.startsWith("== ")) {
      endParagraph();
      roff.section(line.substring(3));
    } else if (line.isBlank() || line.startsWith("- ")) {
      endParagraph();
    }
    if (!line.startsWith("=") && !line.isBlank()) {
      paragraph.add(line);
    }
  }

  private void endParagraph() {
    String words = String.join(" ", paragraph);
    paragraph.clear();
    if (words.startsWith("- ")) {
      String[] parts = words.substring(2).split(" :: ", 2);
      roff.item(parts[0], parts[1]);
    } else if (!words.isEmpty()) {
      roff.paragraph(words);
    }
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      roff.literal(literal);
      literal.clear();
    }
  }

  private void endPage() {
    if (roff != null) {
      endParagraph();
      endLiteral();
      pages.put(file, roff.page());
    }
  }
}
