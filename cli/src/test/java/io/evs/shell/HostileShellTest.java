package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import io.evs.cli.Hostile;
import io.evs.cli.ring.FakeRing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEC-M1: every verb that shows something, on a ring whose every text is hostile. */
@Timeout(60)
class HostileShellTest {
  private static final String VERBS =
      "join chat\nring\nmembers\nstats\ngroups\nmembers chat\nwatch --count 1 --every 1ms\nhelp\n";

  private static String printed(NodeStatus status, String group, String payload) {
    FakeRing ring = new FakeRing();
    ring.status(status);
    EvsMember node = ring.start(EvsConfig.builder().nodeId(1).build());
    List<Group> both = List.of(new Group(group), new Group("chat"));
    try (Evs other = node.open(new EvsListener() {})) {
      other.join(both);
      ring.onOpen(
          handle -> {
            handle.join(both);
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            other.multicast(Guarantee.AGREED, both.subList(0, 1), bytes);
          });
      return Hostile.printed(out -> run(node, out));
    }
  }

  private static void run(EvsMember member, PrintStream out) {
    InputStream script = new ByteArrayInputStream(VERBS.getBytes(StandardCharsets.UTF_8));
    try {
      ScriptShell.run(member, script, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void verbsActOnNoTerminal() {
    String hostile =
        printed(Hostile.record(NodeStatus.class), Hostile.NAME, Hostile.TEXT + Hostile.NAME);
    assertThat(hostile).contains("x\\x1b[31m").contains("g\\u202e");
    Hostile.assertSameLines(hostile, printed(Hostile.harmless(NodeStatus.class), "g", "x"));
  }
}
