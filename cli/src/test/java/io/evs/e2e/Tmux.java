package io.evs.e2e;

import static org.awaitility.Awaitility.await;

import io.evs.cli.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** A terminal of tmux with a shell in it that runs one command, and shows how it ended. */
final class Tmux implements AutoCloseable {
  private final String name = "evs-" + UUID.randomUUID();
  private final Path home;

  private Tmux(Path home) {
    this.home = home;
  }

  /** Starts a command in a terminal of that size. What the terminal is like is noted before. */
  static Tmux start(Path home, int columns, int rows, EvsProcess.Command command) {
    Tmux tmux = new Tmux(home);
    String pid = quoted(home.resolve("pid").toString());
    StringBuilder line = new StringBuilder("echo BEFORE; stty -g >");
    line.append(quoted(home.resolve("stty-before").toString()));
    line.append("; sh -c 'echo $$ >\"$0\"; exec \"$@\"' ").append(pid);
    command.asWords().forEach(word -> line.append(' ').append(quoted(word)));
    line.append("; echo STATUS $?; stty -g >");
    line.append(quoted(home.resolve("stty-after").toString()));
    line.append("; echo OVER; exec sleep 1000");
    // A signal from the keyboard is for the command, not for what shows its status.
    tmux.open(columns, rows, "trap : INT; " + line);
    return tmux;
  }

  /** Runs a line of a shell, and shows how it ended. */
  static Tmux shell(Path home, int columns, int rows, String line) {
    Tmux tmux = new Tmux(home);
    tmux.open(columns, rows, "trap : INT; " + line + "; echo STATUS $?; exec sleep 1000");
    return tmux;
  }

  /** Starts an interactive shell with job control. */
  static Tmux bash(Path home, int columns, int rows) {
    Tmux tmux = new Tmux(home);
    tmux.open(columns, rows, "exec env PS1='$ ' HISTFILE= bash --norc --noprofile -i");
    tmux.awaitText("$");
    return tmux;
  }

  private void open(int columns, int rows, String line) {
    Programs.need("tmux");
    List<String> words = new ArrayList<>(List.of("env", "-u", "TMUX", "LC_ALL=C.UTF-8"));
    words.addAll(List.of("tmux", "-u", "-L", name, "-f", "/dev/null", "new-session", "-d"));
    words.addAll(List.of("-x", String.valueOf(columns), "-y", String.valueOf(rows), line));
    Tool.must(words);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** The words as a line for a shell. */
  static String line(EvsProcess.Command command) {
    return String.join(" ", command.asWords().stream().map(Tmux::quoted).toList());
  }

  private String tmux(String... words) {
    List<String> all = new ArrayList<>(List.of("tmux", "-u", "-L", name));
    all.addAll(List.of(words));
    return Tool.must(all);
  }

  /** Presses keys by tmux's names: {@code C-c}, {@code Enter}, {@code q}. */
  Tmux press(String... keys) {
    for (String key : keys) {
      tmux("send-keys", key);
    }
    return this;
  }

  /** Types text as it is. */
  Tmux type(String text) {
    tmux("send-keys", "-l", text);
    return this;
  }

  void resize(int columns, int rows) {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
  }

  /** What is shown now. */
  String screen() {
    return tmux("capture-pane", "-p");
  }

  /** Waits for text on the screen, and returns the whole. */
  String awaitText(String text) {
    return awaitScreen("\"" + text + "\"", screen -> screen.contains(text));
  }

  String awaitScreen(String what, Predicate<String> holds) {
    String[] last = new String[1];
    try {
      await()
          .atMost(EvsProcess.PATIENCE)
          .until(
              () -> {
                last[0] = screen();
                return holds.test(last[0]);
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no " + what + " on the screen:\n" + last[0], e);
    }
    return last[0];
  }

  /** Waits for the end of the command; its status. */
  int awaitStatus() {
    String screen = awaitText("OVER");
    String line = screen.lines().filter(l -> l.startsWith("STATUS ")).findFirst().orElseThrow();
    return Integer.parseInt(line.substring("STATUS ".length()).strip());
  }

  /** Whether the terminal shows what it showed before the command. */
  boolean showsWhatItShowed() {
    return screen().startsWith("BEFORE\nSTATUS ");
  }

  /** Whether the terminal is set as before the command. */
  boolean isSetAsBefore() {
    try {
      String before = Files.readString(home.resolve("stty-before"));
      String after = Files.readString(home.resolve("stty-after"));
      return before.equals(after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the command a signal. */
  void signal(String signal) {
    try {
      Tool.must("kill -" + signal + " " + Files.readString(home.resolve("pid")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tmux("kill-server");
  }
}
