package io.evs.cli.command;

import io.evs.cli.base.CliException;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.text.PlainText;
import java.io.PrintStream;

/** An error on standard error: a sentence and a hint for people, or one JSON object. */
public final class ErrorLines {
  private ErrorLines() {}

  /** Prints it. */
  public static void print(PrintStream err, CliException error, boolean json) {
    if (json) {
      Json.println(err, document(error));
      return;
    }
    Text.println(err, "evs: " + oneLine(error.getMessage()));
    if (!error.hint().isEmpty()) {
      Text.println(err, "     " + oneLine(error.hint()));
    }
  }

  private static String document(CliException error) {
    return Json.object(
        out -> {
          out.writeStringField("error", oneLine(error.getMessage()));
          if (!error.hint().isEmpty()) {
            out.writeStringField("hint", oneLine(error.hint()));
          }
          out.writeNumberField("exit", error.exit());
        });
  }

  /** A text as one line that a terminal only shows. */
  public static String oneLine(String text) {
    // Parts of it may come from other members.
    return text == null ? "" : PlainText.of(text.strip().replaceAll("\\s*\\R\\s*", "; "));
  }
}
