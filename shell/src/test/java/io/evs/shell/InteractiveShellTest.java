package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell on a terminal in memory. */
@Timeout(60)
class InteractiveShellTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @TempDir Path state;
  private LoneMember member;
  private final Screen screen = new Screen();
  private PipedOutputStream keys;
  private Terminal terminal;
  private CompletableFuture<Void> shell;

  @BeforeEach
  void start() throws IOException {
    member = new LoneMember(state);
    PipedInputStream input = new PipedInputStream(1 << 16);
    keys = new PipedOutputStream(input);
    terminal =
        TerminalBuilder.builder()
            .streams(input, screen)
            .type("xterm")
            .size(Size.of(Screen.COLUMNS, Screen.ROWS))
            .encoding(StandardCharsets.UTF_8)
            .graphemeCluster(false)
            .dumb(false)
            .build();
    shell =
        CompletableFuture.runAsync(
            () -> {
              try {
                InteractiveShell.run(member.node(), terminal, history(), () -> false);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            task -> new Thread(task, "shell").start());
    awaitScreen("evs>");
  }

  private Path history() {
    return state.resolve("history").resolve("shell-history");
  }

  @AfterEach
  void end() throws IOException {
    try {
      terminal.close();
    } catch (IllegalStateException closedMeanwhile) {
      // JLine's own thread closes such a terminal too, when what it reads from is closed.
      assertThat(closedMeanwhile).hasMessage("Terminal has been closed");
    } finally {
      member.close();
    }
  }

  private void type(String text) {
    try {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String shown() {
    return screen.text();
  }

  private void awaitScreen(String text) {
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown()).contains(text));
  }

  private void awaitEnd() {
    Awaitility.await().atMost(PATIENCE).until(() -> shell.isDone());
    shell.join();
  }

  @Test
  void verbsRunAndLinesAreKept() throws IOException {
    type("join chat\r");
    awaitScreen("(joined 7/");
    type("send chat hello there\r");
    awaitScreen(": hello there");
    type("ring\r");
    awaitScreen("seven");
    type("exit\r");
    awaitEnd();
    assertThat(Files.readString(history())).contains("join chat", "send chat hello there");
  }

  @Test
  void aVerbThatFailsDoesNotEndTheShell() {
    type("leave chat\r");
    awaitScreen("evs: group \"chat\" was not joined");
    type("jion chat\r");
    awaitScreen("did you mean join?");
    type("bench --count 50\r");
    awaitScreen("50 messages of 100 bytes");
    type(CTRL_D);
    awaitEnd();
  }

  @Test
  void whatArrivesIsPrintedAboveWhatIsBeingTyped() {
    type("join chat\r");
    awaitScreen("(joined 7/");
    type("send chat half a li");
    awaitScreen("half a li");
    try (Evs other = member.node().open(new EvsListener() {})) {
      other.multicast(
          Guarantee.AGREED,
          List.of(new Group("chat")),
          "from elsewhere".getBytes(StandardCharsets.UTF_8));
      awaitScreen(": from elsewhere");
    }
    type("ne\r");
    awaitScreen(": half a line");
    type(CTRL_D);
    awaitEnd();
  }

  /** SEC-S3: the line editor prints what it gets; names and texts of others act on nothing. */
  @Test
  void whatOthersSayIsShownAndNotActedOn() {
    type("join chat\r");
    awaitScreen("(joined 7/");
    Group turned = new Group("a\u202eb");
    try (Evs other = member.node().open(new EvsListener() {})) {
      other.join(List.of(turned));
      other.multicast(
          Guarantee.AGREED,
          List.of(new Group("chat")),
          "\u001b]0;owned\u0007\u001b[2J\u009b6n\u2028.".getBytes(StandardCharsets.UTF_8));
      awaitScreen("\\x1b]0;owned\\x07\\x1b[2J\\x9b6n\\u2028.");
      type("groups\r");
      awaitScreen("a\\u202eb");
      type("leave a\u202eb\r");
      awaitScreen("group \"a\\u202eb\" was not joined");
    }
    type(CTRL_D);
    awaitEnd();
    assertThat(screen.written()).doesNotContain("]0;owned\u0007", "\u001b[2J\u009b", "\u2028");
  }

  @Test
  void ctrlCGivesUpTheLineOrTheVerbAndNotTheShell() {
    type("send chat never sent" + CTRL_C);
    type("watch --every 50ms\r");
    awaitScreen("tokens/s");
    awaitScreen(" 0        1  OPERATIONAL");
    // This terminal makes a signal of Ctrl-C only while a line is read; a real one always does.
    terminal.raise(Terminal.Signal.INT);
    awaitScreen("evs: interrupted");
    type("groups\r");
    awaitScreen("no groups");
    type(CTRL_D);
    awaitEnd();
    assertThat(shown()).doesNotContain(": never sent");
  }

  @Test
  void theTabKeyCompletes() {
    type("jo\tch");
    awaitScreen("join ch");
    type("at\r");
    awaitScreen("-- chat: ");
    type("send --gu\tsa\tcha\tdone\r");
    awaitScreen(": done");
    type(CTRL_D);
    awaitEnd();
  }

  @Test
  void theStatusLineSaysHowTheRingIs() {
    awaitScreen("OPERATIONAL  1 member");
    type("join chat\r");
    awaitScreen("joined: chat");
    type(CTRL_D);
    awaitEnd();
  }
}
