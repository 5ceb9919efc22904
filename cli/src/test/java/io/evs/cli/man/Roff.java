package io.evs.cli.man;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A manual page under construction, in the man macros of roff. */
final class Roff {
  private static final Pattern BOLD = Pattern.compile("\\*([^*\\s][^*]*)\\*");
  private static final Pattern ITALIC = Pattern.compile("(?<![A-Za-z0-9])_([^_\\s][^_]*)_");

  private final StringBuilder text = new StringBuilder();

  /** Begins a page. */
  Roff(String name, int section, String summary) {
    text.append(".\\\" Made by tools/generate; changes here are lost.\n");
    text.append(".TH ").append(name.toUpperCase(Locale.ROOT).replace("-", "\\-"));
    text.append(' ').append(section).append(" \"\" \"evs\" \"Extended Virtual Synchrony\"\n");
    text.append(".SH NAME\n").append(escaped(name)).append(" \\- ");
    text.append(escaped(summary)).append('\n');
  }

  Roff section(String heading) {
    text.append(".SH ").append(heading.toUpperCase(Locale.ROOT)).append('\n');
    return this;
  }

  /** A paragraph in which {@code *x*} is bold and {@code _x_} italic. */
  Roff paragraph(String words) {
    text.append(".PP\n").append(inline(words)).append('\n');
    return this;
  }

  /** A term and what is said of it. */
  Roff item(String term, String words) {
    text.append(".TP\n").append(inline(term)).append('\n').append(inline(words)).append('\n');
    return this;
  }

  /** A term in bold. */
  Roff bold(String term, String words) {
    text.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
    text.append(words.isEmpty() ? "\\&" : inline(words)).append('\n');
    return this;
  }

  /** Lines as they are. */
  Roff literal(List<String> lines) {
    text.append(".PP\n.RS 4\n.nf\n");
    lines.forEach(line -> text.append(line(escaped(line))).append('\n'));
    text.append(".fi\n.RE\n");
    return this;
  }

  /** Lines in bold as they are, for a synopsis. */
  Roff synopsis(List<String> lines) {
    section("synopsis");
    text.append(".nf\n");
    lines.forEach(line -> text.append("\\fB").append(escaped(line)).append("\\fR\n"));
    text.append(".fi\n");
    return this;
  }

  String page() {
    return text.toString();
  }

  private static String inline(String words) {
    String marked = BOLD.matcher(escaped(words)).replaceAll("\\\\fB$1\\\\fR");
    return line(ITALIC.matcher(marked).replaceAll("\\\\fI$1\\\\fR"));
  }

  /** What is not a macro although it begins like one. */
  private static String line(String text) {
    return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
  }

  static String escaped(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-").replace("µ", "u");
  }
}
