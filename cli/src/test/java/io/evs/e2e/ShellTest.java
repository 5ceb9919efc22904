package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shell in a real terminal, and from scripts. */
@Timeout(240)
class ShellTest extends E2e {
  private final Map<String, String> ring = LoopbackRing.unique();

  @Test
  void talksOnARingOfThreeWhileOneIsKilledAndReturns() throws Exception {
    DaemonRing nodes = new DaemonRing(this);
    Tmux shell = later(Tmux.start(home, 100, 30, nodes.at(2, "shell")));
    shell.awaitText("OPERATIONAL  3 members");
    shell.type("jo").press("Tab").type("chat").press("Enter");
    shell.awaitText("joined: chat");
    shell.type("send chat half a li").awaitText("evs> send chat half a li");
    EvsProcess sent = nodes.at(1, "group", "send", "chat", "from elsewhere").run();
    assertThat(sent.exit()).as(sent.describe()).isZero();
    shell.awaitText(": from elsewhere");
    shell.awaitScreen("what was typed", s -> s.contains("\nevs> send chat half a li\n"));
    shell.type("ne").press("Enter");
    shell.awaitText(": half a line");

    nodes.kill(3);
    shell.awaitText("OPERATIONAL  2 members");
    assertThat(shell.screen()).contains("ends; to ring");
    shell.type("leave nothing").press("Enter").awaitText("group \"nothing\" was not joined");
    nodes.start(3);
    shell.awaitText("OPERATIONAL  3 members");
    shell.type("bench --count 500").press("Enter").awaitText("500 messages of 100 bytes in ");
    shell.type("stats --node 1 tokens").press("Enter").awaitText("tokens   ");
    shell.type("watch --every 100ms").press("Enter").awaitText("0        3  OPERATIONAL");
    shell.press("C-c").awaitText("evs: interrupted");
    shell.press("C-d");
    assertThat(shell.awaitStatus()).isZero();
    assertThat(shell.isSetAsBefore()).as(shell.screen()).isTrue();
    assertThat(Files.readString(home.resolve("state/evs/shell-history"), StandardCharsets.UTF_8))
        .contains("send chat half a line");
  }

  @Test
  void aSignalLeavesTheTerminalAsItWas() {
    Tmux shell = later(Tmux.start(home, 80, 24, evs("shell").with(ring)));
    shell.awaitText("OPERATIONAL  1 member");
    shell.signal("TERM");
    assertThat(shell.awaitStatus()).isEqualTo(143);
    assertThat(shell.isSetAsBefore()).as(shell.screen()).isTrue();
    // The status line is gone, and what follows may use the whole screen.
    assertThat(shell.screen()).doesNotContain("Exception", "OPERATIONAL  1 member");
  }

  @Test
  void aScriptEndsWithTheFirstLineThatFails() {
    EvsProcess good =
        evs("shell")
            .with(ring)
            .run("join chat\nsend chat hello\nexit\n".getBytes(StandardCharsets.UTF_8));
    assertThat(good.exit()).as(good.describe()).isZero();
    assertThat(good.errors()).doesNotContain("evs:");
    assertThat(good.out()).anyMatch(line -> line.text().endsWith(": hello"));
    assertThat(good.out()).noneMatch(line -> line.text().contains("evs>"));
    EvsProcess bad =
        evs("shell", "--json")
            .with(ring)
            .run("groups\n\nleave chat\ngroups\n".getBytes(StandardCharsets.UTF_8));
    assertThat(bad.exit()).as(bad.describe()).isEqualTo(2);
    assertThat(bad.errors()).contains("\"error\":\"line 3: group \\\"chat\\\" was not joined\"");
    assertThat(bad.out().stream().filter(line -> line.text().contains("\"text\":\"no groups\"")))
        .hasSize(1);
  }
}
