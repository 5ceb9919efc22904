package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real terminal. */
@Timeout(240)
class ConsoleTest extends E2e {
  private final Map<String, String> ring = LoopbackRing.unique();

  private Tmux console(EvsProcess.Command command) {
    return later(Tmux.start(home, 80, 24, command));
  }

  private static boolean shows(String screen, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE).matcher(screen).find();
  }

  @Test
  void showsARingOfThreeWhileOneIsKilledAndReturns() {
    DaemonRing nodes = new DaemonRing(this);
    Tmux console = console(nodes.at(2, "console", "--group", "chat"));
    console.awaitScreen(
        "three members that tell of themselves",
        screen ->
            screen.contains("3 members")
                && shows(screen, "^..2 here.*OPERATIONAL")
                && shows(screen, "^..1 .*OPERATIONAL +\\d+ ")
                && shows(screen, "^..3 .*OPERATIONAL +\\d+ "));
    EvsProcess sent = nodes.at(1, "group", "send", "chat", "good morning").run();
    assertThat(sent.exit()).as(sent.describe()).isZero();
    console.awaitText(": good morning");
    assertThat(console.screen()).contains("LIVE", "chat");
    // On a busy machine the row of the key says that the node did not run.
    assertThat(shows(console.screen(), "aes-256-gcm key |^ ! ")).as(console.screen()).isTrue();

    nodes.kill(3);
    console.awaitScreen("two members", s -> s.contains("2 members") && shows(s, "^..3 .*GONE"));
    // The status and the event come on two ways.
    console.awaitText("ends: left ");
    console.press("G", "Enter");
    console.awaitScreen(
        "why it is away", s -> shows(s, "in the ring +no") && s.contains("; and still is"));
    console.press("Escape").awaitText("[1 ring]");
    console.press("/").type("GONE").awaitText("members 1 of 3 with GONE");
    console.press("Escape").awaitText("members 3 ");
    nodes.start(3);
    console.awaitScreen(
        "three again", s -> s.contains("3 members") && shows(s, "^..3 .*OPERATIONAL"));

    // NEW-B11: the daemon that it looks through ends, and is back.
    nodes.kill(2);
    console.awaitScreen(
        "an old picture",
        s -> s.contains("NO ANSWER") && !s.contains("LIVE") && s.contains("! as"));
    nodes.start(2);
    console.awaitScreen(
        "a fresh one", s -> s.contains("LIVE") && s.contains("3 members") && !s.contains("! as"));
    // Of events the first page has room for a few only: a ring that forms in steps has more.
    console.press("4").awaitText("connected to node 2 again");
    console.press("1").awaitText("[1 ring]");

    console.resize(120, 40);
    console.awaitScreen("40 rows", s -> s.lines().count() == 40 && s.contains("queued"));
    console.press("?").awaitText("leave the console");
    console.press("2", "Enter").awaitText("how it does");
    console.press("q");
    assertThat(console.awaitStatus()).isZero();
    assertThat(console.isSetAsBefore()).isTrue();
    assertThat(console.showsWhatItShowed()).as(console.screen()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"TERM,143", "INT,130", "HUP,129"})
  void aSignalLeavesTheTerminalAsItWas(String signal, int status) {
    // On a busy machine the log says in front of the screen that the member did not run.
    Tmux console = console(evs("console").with(ring).with("EVS_LOG_LEVEL", "error"));
    console.awaitText("1 member ");
    console.signal(signal);
    assertThat(console.awaitStatus()).isEqualTo(status);
    assertThat(console.isSetAsBefore()).isTrue();
    assertThat(console.showsWhatItShowed()).as(console.screen()).isTrue();
    assertThat(console.screen()).doesNotContain("Exception", "evs:");
  }

  @Test
  void ctrlCEndsAndCtrlZStopsItWithTheTerminalAsItWas() {
    Tmux bash = later(Tmux.bash(home, 80, 24));
    bash.type(Tmux.line(evs("console", "--simulate").with(ring))).press("Enter");
    bash.awaitText("SPEED 1/100");
    bash.press("C-z").awaitText("Stopped");
    bash.type("stty | grep -c 'icanon'; echo done").press("Enter");
    // Without -icanon stty says nothing of it: what is not as usual is all that it prints.
    bash.awaitScreen("the usual settings", screen -> shows(screen, "^0\ndone"));
    bash.type("fg").press("Enter").awaitText("SPEED 1/100");
    bash.press("C-c");
    bash.awaitScreen("the prompt", screen -> screen.endsWith("\n$"));
    bash.type("echo STATUS $?").press("Enter").awaitText("STATUS 130");
  }

  @Test
  void aSimulationStopsStepsAndEnds() {
    Tmux console =
        console(evs("console", "--simulate", "--seed", "7", "--nodes", "4", "--crashes", "1"));
    console.awaitText("simulation, seed 7");
    console.press("Space").awaitText("PAUSED");
    String before = console.screen();
    console.press("s", "s", "s", "s", "s", "s");
    console.awaitScreen("another moment", s -> !firstLine(s).equals(firstLine(before)));
    console.press("Space", "+").awaitText("SPEED 1/50");
    for (int i = 0; i < 300 && !console.screen().contains("ENDED"); i++) {
      console.press("n");
    }
    console.awaitText("every property holds");
    console.press("q");
    assertThat(console.awaitStatus()).isZero();
  }

  private static String firstLine(String screen) {
    return screen.lines().findFirst().orElseThrow();
  }

  @Test
  void aTerminalOf20By5GetsOneLineAndAnAsciiLocaleOnlyAscii() {
    Tmux console = console(evs("console", "--simulate").with("LC_ALL", "C"));
    console.awaitText("SPEED");
    assertThat(console.screen().chars()).allMatch(c -> c == '\n' || (c >= 32 && c < 127));
    console.resize(20, 5);
    console.awaitScreen("one line", screen -> screen.equals("20x5: needs 60x16"));
    console.resize(80, 24);
    console.awaitText("members");
    console.press("q");
    assertThat(console.awaitStatus()).isZero();
  }

  @Test
  void withoutATerminalThereIsOneSentence() {
    EvsProcess none = evs("console", "--simulate").run();
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.errors().lines().findFirst().orElseThrow())
        .isEqualTo("evs: the console needs a terminal for its input and its output");
    Tmux dumb = console(evs("console", "--simulate").with("TERM", "dumb"));
    assertThat(dumb.awaitStatus()).isEqualTo(2);
    assertThat(dumb.screen()).contains("evs: the console needs a terminal that can place text");
  }
}
