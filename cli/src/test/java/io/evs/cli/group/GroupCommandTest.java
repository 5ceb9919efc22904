package io.evs.cli.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.cli.Run;
import io.evs.cli.ring.FakeRing;
import io.evs.node.handle.ControlGroups;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The group commands on a ring without a network. */
@Timeout(60)
class GroupCommandTest {
  private final FakeRing ring = new FakeRing();

  @Test
  void joinSendsItsInputAndLeavesWhenThatIsDelivered() {
    Run run = new Run().on(ring).reading("hello\n\nworld").evs("group", "join", "chat");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("-- chat: ").contains(": hello\n").endsWith(": world\n");
  }

  @Test
  void joinPrintsTheEventsOfTheContract() {
    Run run = new Run().on(ring).reading("hello\n").evs("group", "join", "chat", "--json");
    assertThat(run.out().lines())
        .anyMatch(
            line ->
                line.matches(
                    "\\{\"schema\":1,\"command\":\"group\",\"event\":\"membership\",\"group\":\"chat\",\"members\":\\[\\{\"node_id\":\\d+,"
                        + "\"process_id\":\\d+}],\"joined\":\\[\\{\"node_id\":\\d+,\"process_id\":\\d+,"
                        + "\"reason\":\"join\"}],\"left\":\\[]}"))
        .anyMatch(
            line ->
                line.matches(
                    "\\{\"schema\":1,\"command\":\"group\",\"event\":\"message\",\"groups\":\\[\"chat\"],\"sender\":\\{\"node_id\":\\d+,"
                        + "\"process_id\":\\d+},\"guarantee\":\"agreed\",\"ring\":\\{"
                        + "\"representative\":\\d+,\"sequence\":\\d+},\"sequence\":\\d+,"
                        + "\"text\":\"hello\"}"));
  }

  @Test
  void listenEndsAfterSoManyMessages() throws Exception {
    Run listener = new Run().on(ring);
    CompletableFuture<Run> listening =
        CompletableFuture.supplyAsync(
            () -> listener.evs("group", "listen", "chat", "--count", "2", "--format", "%g|%p\\n"));
    await().until(() -> someoneIsIn("chat"));
    assertThat(new Run().on(ring).evs("group", "send", "chat", "one", "-q").exit()).isZero();
    assertThat(
            new Run()
                .on(ring)
                .reading("two\nthree\n")
                .evs("group", "send", "chat", "--lines")
                .exit())
        .isZero();
    assertThat(listening.get().exit()).isZero();
    assertThat(listener.out()).isEqualTo("chat|one\nchat|two\n");
  }

  /** NEW wish 8: a script that listened had to be killed. */
  @Test
  void listenEndsWhenItsTimeIsOver() {
    Run few = new Run().on(ring);
    assertThat(few.evs("group", "listen", "chat", "--timeout", "1ms", "--count", "2").exit())
        .isEqualTo(3);
    assertThat(few.err()).contains("only 0 of 2 messages in 1ms");
    assertThat(new Run().on(ring).evs("group", "listen", "chat", "--timeout", "1ms").exit())
        .isZero();
  }

  /** NEW-B18: only the client of a daemon can connect again. */
  @Test
  void aMemberCannotConnectAgain() {
    Run run = new Run().on(ring).evs("group", "listen", "chat", "--reconnect");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).contains("--reconnect needs a daemon");
  }

  /** NEW-B20: an empty list looked like a command that did nothing. */
  @Test
  void aRingWithoutGroupsIsSaidToHaveNone() {
    Run run = new Run().on(ring).evs("group", "list", "--wait", "0s");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("no groups are known on this ring");
  }

  private boolean someoneIsIn(String group) {
    return new Run().on(ring).evs("group", "members", group, "--wait", "0s").exit() == 0;
  }

  @Test
  void listAndMembersShowWhoIsThere() throws IOException {
    PipedOutputStream typing = new PipedOutputStream();
    Run member = new Run().on(ring).reading(new PipedInputStream(typing));
    CompletableFuture<Run> joined =
        CompletableFuture.supplyAsync(() -> member.evs("group", "join", "chat", "news"));
    await().until(() -> someoneIsIn("chat"));
    Run list = new Run().on(ring).evs("group", "list", "--json", "--wait", "0s");
    assertThat(list.out())
        .startsWith("{\"schema\":1,\"command\":\"group list\",\"groups\":[{\"group\":\"chat\",")
        .contains("{\"group\":\"news\",")
        .doesNotContain(ControlGroups.CONTROL_PREFIX, ControlGroups.TEMPORARY_PREFIX);
    Run members = new Run().on(ring).evs("group", "members", "chat", "--wait", "0s");
    assertThat(members.out()).matches("\\d+/\\d+\n");
    typing.write("bye\n".getBytes(StandardCharsets.UTF_8));
    typing.close();
    await().atMost(Duration.ofSeconds(20)).until(joined::isDone);
    assertThat(member.out()).contains(": bye");
  }

  @Test
  void anEmptyGroupIsAnError() {
    Run run = new Run().on(ring).evs("group", "members", "nobody", "--wait", "0s");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("nobody is in group nobody");
  }

  @Test
  void badNamesAndTooManyBytesAreUsageErrors() {
    assertThat(new Run().on(ring).evs("group", "join", "x".repeat(33)).exit()).isEqualTo(2);
    assertThat(new Run().on(ring).evs("group", "send", "").exit()).isEqualTo(2);
    Run large =
        new Run().on(ring).reading("x".repeat((1 << 20) + 1)).evs("group", "send", "chat", "-");
    assertThat(large.exit()).isEqualTo(2);
    assertThat(large.err()).contains("longer than 1 MiB");
    Run whole = new Run().on(ring).reading("x".repeat(1 << 20)).evs("group", "send", "chat");
    assertThat(whole.exit()).as(whole.err()).isZero();
  }

  @Test
  void weakerGuaranteesAreServedByAgreedAndThatIsSaid() {
    Run run = new Run().on(ring).evs("group", "send", "chat", "x", "--guarantee", "fifo");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("agreed, which includes fifo");
  }

  @Test
  void execRunsAtEachChange() {
    Run run =
        new Run()
            .on(ring)
            .reading("x\n")
            .evs("group", "join", "chat", "--until-eof", "--exec", "test \"$EVS_GROUP\" = chat");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).doesNotContain("ended with status");
  }

  /** NEW-A5: "send chat good morning" sent "morning" to the groups chat and good. */
  @Test
  void theWordsAfterTheGroupAreOneMessage() {
    Run run =
        new Run()
            .on(ring)
            .evs("group", "send", "chat", "good", "morning", "--to", "news", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"groups\":[\"chat\",\"news\"]")
        .contains("\"messages\":1,\"payload_bytes\":12,\"receivers\":0");
    assertThat(new Run().on(ring).evs("group", "send", "chat", "x", "--lines").exit()).isEqualTo(2);
  }

  /** NEW-A4: nobody got it, and the status was 0. */
  @Test
  void whoRequiresReceiversIsToldWhenThereAreFewer() {
    Run run = new Run().on(ring).evs("group", "send", "chat", "x", "--require", "1");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("only 0 of 1 that --require asks for were in chat");
    assertThat(new Run().on(ring).evs("group", "send", "chat", "x").err())
        .contains("nobody else was in chat");
  }

  /** NEW-A4: receivers are those of the message's place in the order, not those found later. */
  @Test
  void whoLeavesWithTheMessageHasReceivedIt() {
    EvsMember worker = ring.start(EvsConfig.builder().nodeId(7).build());
    Evs handle = worker.open(new EvsListener() {});
    handle.join(List.of(new Group("chat")));
    ring.tamper(
        7,
        delivery -> {
          handle.leave(List.of(new Group("chat")));
          return delivery;
        });
    Run run = new Run().on(ring).evs("group", "send", "chat", "x", "--require", "1", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"receivers\":1");
    assertThat(handle.groups().get(new Group("chat"))).isEmpty();
  }

  /** NEW-A3, FIELD-14: a command took the place of the daemon, which could not start any more. */
  @Test
  void aConfigurationWithASocketMeansThatDaemonOrNone(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, "ipc: {socket: " + folder + "/evs.sock}\nnode: {id: 5, port: 5999}\n");
    for (List<String> command :
        List.of(
            List.of("group", "send", "chat", "x"),
            List.of("group", "list"),
            List.of("members"),
            List.of("verify", "--messages", "1"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--config", file.toString()));
      Run run = new Run().without("EVS_IPC_SOCKET").on(ring).evs(words.toArray(String[]::new));
      assertThat(run.exit()).as(command + run.err()).isEqualTo(3);
      assertThat(run.err()).contains(folder + "/evs.sock").contains("evs node");
    }
    Run beside =
        new Run()
            .without("EVS_IPC_SOCKET")
            .on(ring)
            .evs("group", "send", "chat", "x", "--no-daemon", "--config", file.toString());
    assertThat(beside.exit()).as(beside.err()).isZero();
  }

  /** FIELD-13: only programs, not these commands, were told that a node runs without its socket. */
  @Test
  void aSocketThatIsGoneWhileItsNodeRunsIsTold(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, "ipc: {socket: " + folder + "/evs.sock}\nnode: {id: 5, port: 5999}\n");
    String running = "process " + ProcessHandle.current().pid() + " served " + folder;
    Files.writeString(folder.resolve("evs.sock.lock"), "" + ProcessHandle.current().pid());
    for (List<String> command :
        List.of(List.of("group", "send", "chat", "x"), List.of("status"), List.of("members"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--config", file.toString()));
      Run run = new Run().without("EVS_IPC_SOCKET").on(ring).evs(words.toArray(String[]::new));
      assertThat(run.exit()).as(command + run.err()).isEqualTo(3);
      assertThat(run.err()).contains(running).contains("which is gone");
    }
  }

  /** FIELD-14: the hint named one of both only. */
  @Test
  void theHintNamesTheSocketAndTheConfigurationThatWereGiven(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("other.yaml"), "ring: {name: other}\n");
    String socket = folder.resolve("none.sock").toString();
    String command = "`evs node --socket " + socket + " --config " + file + "`";
    String[] where = {"--socket", socket, "--config", file.toString()};
    Run send = new Run().on(ring).evs(with(where, "group", "send", "chat", "x"));
    assertThat(send.exit()).as(send.err()).isEqualTo(3);
    assertThat(send.err()).contains("start it with " + command);
    Run status = new Run().on(ring).evs(with(where, "status"));
    assertThat(status.exit()).as(status.err()).isEqualTo(3);
    assertThat(status.err()).contains("no evs node serves " + socket, "start one with " + command);
  }

  private static String[] with(String[] options, String... words) {
    return Stream.concat(Stream.of(words), Stream.of(options)).toArray(String[]::new);
  }

  /** FIELD-15: with a file that is named, others that may not be read are left out with a word. */
  @Test
  void whatIsLeftOutBesideANamedConfigurationIsSaid(@TempDir Path folder) throws Exception {
    Path home = Files.createDirectories(folder.resolve("evs"));
    Path unreadable = Files.createSymbolicLink(home.resolve("evs.yaml"), home.resolve("evs.yaml"));
    Path named = Files.writeString(folder.resolve("other.yaml"), "ring: {name: other}\n");
    String[] words = {"config", "show", "--config", named.toString()};
    Run run = new Run().with("XDG_CONFIG_HOME", folder.toString()).evs(words);
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .isEqualTo("evs: " + unreadable + " may not be read by this user and is left out\n");
  }

  /** FIELD-15: a configuration that may not be read counted as none. */
  @Test
  void aConfigurationThatMayNotBeReadIsNotNone(@TempDir Path folder) throws Exception {
    Path home = Files.createDirectories(folder.resolve("evs"));
    Files.createSymbolicLink(home.resolve("evs.yaml"), home.resolve("evs.yaml"));
    Run run = new Run().with("XDG_CONFIG_HOME", folder.toString()).on(ring).evs("group", "list");
    assertThat(run.exit()).as(run.err()).isNotZero();
    assertThat(run.err()).contains(home + "/evs.yaml");
  }
}
