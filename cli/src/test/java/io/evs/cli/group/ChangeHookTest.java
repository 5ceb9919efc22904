package io.evs.cli.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChangeHookTest {
  private static final Group WORKERS = new Group("workers");

  @TempDir Path folder;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  private static GroupMember process(int id) {
    return new GroupMember(NodeId.of(1), id);
  }

  private static GroupChange joined(int id, int... members) {
    return new GroupChange(
        WORKERS,
        IntStream.of(members).mapToObj(ChangeHookTest::process).toList(),
        List.of(new GroupChange.Change(process(id), Reason.JOIN)),
        List.of());
  }

  private static GroupChange left(int id, int... members) {
    return new GroupChange(
        WORKERS,
        IntStream.of(members).mapToObj(ChangeHookTest::process).toList(),
        List.of(),
        List.of(new GroupChange.Change(process(id), Reason.LEAVE)));
  }

  private List<String> awaitLog(int count) {
    Path log = folder.resolve("log");
    return await()
        .until(
            () -> Files.exists(log) ? Files.readAllLines(log) : List.of(),
            lines -> lines.size() == count);
  }

  private ChangeHook hook(String command) {
    return new ChangeHook("cd " + folder + "; " + command, problems::add, Duration.ofMillis(20));
  }

  /** FIELD-18: the next command waited for what the first had left in the background. */
  @Test
  void aProcessInTheBackgroundIsNotWaitedFor() throws Exception {
    Path fifo = folder.resolve("fifo");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    try (ChangeHook hook = hook("echo \"$EVS_MEMBERS\" >>log; cat fifo & ")) {
      hook.onGroup(joined(1, 1));
      awaitLog(1);
      hook.onGroup(joined(2, 1, 2));
      assertThat(awaitLog(2)).containsExactly("1/1", "1/1 1/2");
    } finally {
      endReaders(fifo);
    }
  }

  private static void endReaders(Path fifo) throws IOException {
    try (var writer = Files.newOutputStream(fifo)) {
      writer.flush();
    }
  }

  /** FIELD-18: fifty changes were told one after the other, the last when it was long over. */
  @Test
  void changesThatWaitedAreToldAtOnceWithTheNewestMembers() throws Exception {
    Path gate = folder.resolve("gate");
    try (ChangeHook hook =
        hook(
            "echo \"$EVS_MEMBER_COUNT: $EVS_MEMBERS: $EVS_JOINED: $EVS_LEFT\" >>log;"
                + " until [ -e gate ]; do sleep 0.01; done")) {
      hook.onGroup(joined(1, 1));
      awaitLog(1);
      hook.onGroup(joined(2, 1, 2));
      hook.onGroup(joined(3, 1, 2, 3));
      hook.onGroup(left(2, 1, 3));
      hook.onGroup(left(1, 3));
      Files.createFile(gate);
      assertThat(awaitLog(2)).containsExactly("1: 1/1: 1/1: ", "1: 1/3: 1/3: 1/1");
    }
  }

  /** Fail-over is decided by whether the ring is primary, even where the group stays the same. */
  @Test
  void theCommandIsToldWhenTheRingIsPrimaryNoMore() throws Exception {
    try (ChangeHook hook = hook("echo \"$EVS_PRIMARY: $EVS_MEMBERS: $EVS_JOINED\" >>log")) {
      hook.onConfiguration(regular(true));
      hook.onGroup(joined(1, 1));
      awaitLog(1);
      hook.onConfiguration(regular(false));
      assertThat(awaitLog(2)).containsExactly("true: 1/1: 1/1", "false: 1/1: ");
    }
  }

  private static ConfigurationChange regular(boolean primary) {
    return new ConfigurationChange(
            ConfigurationChange.Kind.REGULAR,
            new RingId(1, 8),
            Optional.empty(),
            List.of(NodeId.of(1)),
            List.of(),
            List.of())
        .withPrimary(primary);
  }

  @Test
  void aCommandThatRunsForLongIsNamed() throws Exception {
    try (ChangeHook hook = hook("until [ -e gate ]; do sleep 0.01; done; echo x >>log")) {
      hook.onGroup(joined(1, 1));
      await().until(() -> !problems.isEmpty());
      assertThat(problems.get(0)).matches("evs: the command of --exec still runs \\(pid .*");
      Files.createFile(folder.resolve("gate"));
      awaitLog(1);
    }
  }

  /** SEC-L13: with a list above 128 KiB the command was not run at all. */
  @Test
  void aListThatIsTooLongIsLeftOutAndTheCommandRuns() throws Exception {
    int[] many = IntStream.rangeClosed(1, 30_000).toArray();
    try (ChangeHook hook = hook("echo \"$EVS_MEMBER_COUNT ${#EVS_MEMBERS} $EVS_JOINED\" >>log")) {
      hook.onGroup(joined(1, many));
      assertThat(awaitLog(1)).containsExactly("30000 0 1/1");
      assertThat(problems)
          .contains("evs: EVS_MEMBERS is too long for a variable and is left empty");
    }
  }
}
