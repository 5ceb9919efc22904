package io.evs.shell;

import io.evs.EvsMember;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the lines of a script: no prompt, and the first line that fails is the last. */
public final class ScriptShell {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ScriptShell() {}

  /**
   * Runs a script to its end.
   *
   * @throws ShellException for the first line that fails; its message begins with {@code line N: }
   * @throws IOException if the script cannot be read
   */
  public static void run(EvsMember member, InputStream script, PrintStream out) throws IOException {
    run(
        member,
        script,
        (ShellOutput)
            line -> {
              synchronized (out) {
                out.print(line + "\n");
                out.flush();
              }
            });
  }

  /** As above, showing lines and events as that output does. */
  public static void run(EvsMember member, InputStream script, ShellOutput output)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8));
    try (ShellSession session = new ShellSession(member, output, /* interactive= */ false)) {
      Interpreter interpreter = new Interpreter(session);
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          // Editors of other systems put a mark before the first line, which no verb begins with.
          boolean marked = number == 1 && line.startsWith(BYTE_ORDER_MARK);
          interpreter.run(marked ? line.substring(BYTE_ORDER_MARK.length()) : line);
        } catch (ShellException e) {
          throw new ShellException(e.exit(), "line " + number + ": " + e.getMessage(), e);
        }
        if (session.isOver()) {
          return;
        }
      }
    }
  }
}
