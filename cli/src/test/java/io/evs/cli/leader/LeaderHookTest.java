package io.evs.cli.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.cli.exec.HookCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gain and loss are told in turns, and the last word is the loss. */
@Timeout(60)
class LeaderHookTest {
  @TempDir Path folder;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private LeaderHook hook;

  @BeforeEach
  void begin() {
    String command =
        "cd "
            + folder
            + "; echo \"$EVS_LEADER $EVS_LEADER_NAME $EVS_FENCE\" >>log;"
            + " until [ -e gate ]; do sleep 0.01; done";
    hook = new LeaderHook(new HookCommand(command, problems::add, HookCommand.REMARK_AFTER), "db");
  }

  private List<String> log() throws Exception {
    Path log = folder.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void whatIsOverBeforeItsTurnIsLeftOut() throws Exception {
    hook.leads(1);
    await().until(() -> log().size() == 1);
    hook.loses();
    hook.leads(2);
    hook.loses();
    hook.leads(3);
    Files.createFile(folder.resolve("gate"));
    await().until(() -> log().size() == 3);
    hook.finish();
    assertThat(log()).containsExactly("1 db 1", "0 db 1", "1 db 3", "0 db 3");
    assertThat(problems).isEmpty();
  }

  @Test
  void whoNeverLedIsToldNothing() throws Exception {
    hook.loses();
    hook.finish();
    assertThat(log()).isEmpty();
  }
}
