package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.cli.Hostile;
import io.evs.cli.ring.FakeRing;
import io.evs.cli.ring.RingMember;
import io.evs.node.NodeStatus;
import io.evs.node.StatusQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEC-M1: every verb that shows something, on a ring whose every text is hostile. */
@Timeout(60)
class HostileShellTest {
  private static final String VERBS =
      "join chat\nring\nmembers\nstats\ngroups\nmembers chat\nwatch --count 1 --every 1ms\nhelp\n";

  private static String printed(NodeStatus status, String group, String payload) {
    RingMember node = new FakeRing().start(EvsConfig.builder().nodeId(1).build());
    Group named = new Group(group);
    StatusQuery.Answers all =
        new StatusQuery.Answers(
            List.of(status.nodeId()), Map.of(status.nodeId(), status), Set.of());
    try (Evs other = node.open(new EvsListener() {})) {
      other.join(List.of(named, new Group("chat")));
      ShellTarget target =
          new ShellTarget(
              listener -> {
                Evs handle = node.open(listener);
                handle.join(List.of(named, new Group("chat")));
                byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
                other.multicast(Guarantee.AGREED, List.of(named), bytes);
                return handle;
              },
              () -> status,
              patience -> all);
      return Hostile.printed(out -> run(target, out));
    }
  }

  private static void run(ShellTarget target, PrintStream out) {
    InputStream script = new ByteArrayInputStream(VERBS.getBytes(StandardCharsets.UTF_8));
    try {
      ScriptShell.run(target, script, out);
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
