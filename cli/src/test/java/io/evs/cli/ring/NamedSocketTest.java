package io.evs.cli.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever names a socket gets the daemon there, or none, whatever the command. */
@Timeout(60)
class NamedSocketTest {
  @TempDir Path folder;

  private Run run(String command) {
    String nowhere = folder.resolve("nowhere.sock").toString();
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    words.addAll(end, List.of("--socket", nowhere));
    return new Run().evs(words.toArray(String[]::new));
  }

  /** Issue 14: a bench measured a ring of its own, whatever the node of the socket said. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bench",
        "bench --passive",
        "bench --wait-for quorum",
        "verify",
        "shell",
        "group list",
        "group join chat --wait-for quorum",
        "lock backup --wait-for quorum -- true",
        "lock list",
        "leader db --exec true",
        "barrier loaded --parties 2",
        "status --wait-for quorum",
        "members",
        "events",
        "leave",
        "log-level debug",
        "why",
        "key use 1"
      })
  void aNodeThatIsNotThereIsStatusThree(String command) {
    Run run = run(command);
    assertThat(run.exit()).as(run.describe()).isEqualTo(3);
    assertThat(run.err()).contains(folder + "/nowhere.sock");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verify --chaos", "verify traces", "console --simulate", "console --tour"})
  void whatNeedsNoNodeRefusesTheOption(String command) {
    Run run = run(command);
    assertThat(run.exit()).as(run.describe()).isEqualTo(2);
    assertThat(run.err()).contains("--socket asks for a client of a daemon");
  }

  @Test
  void aRingOfItsOwnIsNotWaitedFor() {
    Run run = new Run().evs("bench", "--wait-for", "quorum");
    assertThat(run.exit()).as(run.describe()).isEqualTo(2);
    assertThat(run.err()).contains("option --wait-for needs --config or --socket");
  }
}
