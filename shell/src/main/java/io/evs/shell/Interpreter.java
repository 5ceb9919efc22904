package io.evs.shell;

import io.evs.EvsException;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;

/** Runs one line. */
final class Interpreter {
  private final ShellSession session;
  private final Parser parser = parser();

  Interpreter(ShellSession session) {
    this.session = session;
  }

  /** Words are parted by blanks; quotes and backslashes keep blanks within one. */
  static Parser parser() {
    DefaultParser parser = new DefaultParser();
    parser.setEofOnUnclosedQuote(true);
    parser.setEofOnEscapedNewLine(false);
    return parser;
  }

  /**
   * Runs a line; a blank one and a comment do nothing.
   *
   * @throws ShellException with one sentence
   */
  void run(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    List<String> words = words(text);
    Verb verb = VerbTable.get(words.get(0));
    Arguments arguments = Arguments.of(verb, words.subList(1, words.size()));
    try {
      verb.action().run(session, arguments);
    } catch (EvsException e) {
      throw new ShellException(exitOf(e.code()), e.getMessage(), e);
    } catch (InterruptedException e) {
      throw new ShellException(ShellException.INTERRUPTED, "interrupted", e);
    }
  }

  private List<String> words(String text) {
    try {
      ParsedLine parsed = parser.parse(text, text.length(), Parser.ParseContext.ACCEPT_LINE);
      // Blanks at the end make an empty word.
      return parsed.words().stream().filter(word -> !word.isEmpty()).toList();
    } catch (EOFError unclosed) {
      throw new ShellException(ShellException.USAGE, "a quote is not closed", unclosed);
    }
  }

  private static int exitOf(EvsException.Code code) {
    return switch (code) {
      case INVALID_PARAM, NOT_EXIST, TOO_MANY_GROUPS, NOT_SUPPORTED -> ShellException.USAGE;
      case ACCESS, SECURITY -> 4;
      default -> ShellException.UNREACHABLE;
    };
  }
}
