package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.cli.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code evs node} and its clients, as a user starts them. */
@Timeout(240)
class DaemonTest extends E2e {
  private static final Path PYTHON_CLIENT =
      Path.of("..", "docs", "examples", "evs_client.py").toAbsolutePath().normalize();
  private static final String READY = "clients are served at";

  private final Map<String, String> ring = LoopbackRing.unique();

  private EvsProcess startNode(String... more) {
    EvsProcess node = start(evs(words("node", more)).with(ring));
    node.awaitError(READY);
    return node;
  }

  private static String[] words(String first, String... more) {
    String[] all = new String[more.length + 1];
    all[0] = first;
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  private EvsProcess run(String... words) {
    return later(evs(words).with(ring).run());
  }

  private Path socket() {
    return home.resolve("evs.sock");
  }

  private EvsProcess.Command python(String... words) {
    Programs.need("python3");
    return EvsProcess.program(home, "python3", words(PYTHON_CLIENT.toString(), words));
  }

  @Test
  void commandsAreClientsOfTheDaemonOrMembersWithoutIt() {
    EvsProcess node = startNode();
    JsonNode status = run("status", "--json").document();
    long id = status.get("node").get("id").asLong();
    assertThat(status.get("ring").get("state").asText()).isEqualToIgnoringCase("operational");

    EvsProcess chat = start(evs("group", "join", "chat", "--json").with(ring));
    Chat.awaitMembers(1, chat);
    JsonNode member = chat.events(Chat.is("membership")).get(0).get("members").get(0);
    assertThat(member.get("node_id").asLong()).isEqualTo(id);
    assertThat(member.get("process_id").asLong()).isEqualTo(chat.pid() & 0x3fffff);
    assertThat(run("group", "members", "chat").output().strip())
        .isEqualTo(id + "/" + (chat.pid() & 0x3fffff));
    assertThat(run("group", "send", "chat", "through the daemon").exit()).isZero();
    chat.awaitThat("the message", p -> p.output().contains("through the daemon"));
    // Nothing of that made another member.
    assertThat(run("status", "--json").document().get("ring").get("members")).hasSize(1);

    EvsProcess member2 = start(evs("group", "join", "chat", "--json", "--no-daemon").with(ring));
    Chat.awaitMembers(2, chat, member2);
    assertThat(run("members", "--json").document().get("members")).hasSize(2);

    node.terminate();
    assertThat(node.awaitExit()).as(node.describe()).isEqualTo(143);
    assertThat(node.output()).isEmpty();
    assertThat(chat.awaitExit()).as(chat.describe()).isEqualTo(3);
    assertThat(chat.errors()).contains("is leaving the ring");
    assertThat(socket()).doesNotExist();
    Chat.awaitMembers(1, member2);
    assertThat(run("status").errors()).contains("no evs node serves " + socket());
  }

  @Test
  @DisplayName("NEW-B18: who is told to end leaves; clients of a killed daemon say which it was")
  void endsAreToldApart() {
    EvsProcess node = startNode();
    EvsProcess stays = start(evs("group", "join", "chat", "--json").with(ring));
    EvsProcess goes = start(evs("group", "join", "chat", "--json").with(ring));
    Chat.awaitMembers(2, stays);
    goes.terminate();
    assertThat(goes.awaitExit()).as(goes.describe()).isEqualTo(143);
    Chat.awaitMembers(1, stays);
    List<JsonNode> changes = stays.events(Chat.is("membership"));
    JsonNode last = changes.get(changes.size() - 1);
    assertThat(last.at("/left/0/reason").asText()).isEqualTo("leave");
    node.kill();
    assertThat(stays.awaitExit()).as(stays.describe()).isEqualTo(3);
    assertThat(stays.errors())
        .contains("the evs node at " + socket() + " (process " + node.pid() + ")")
        .doesNotContain("java");
  }

  @Test
  void anotherRingOrNodeThanTheDaemonsIsNotAskedOfIt() {
    startNode();
    Map<String, String> other = LoopbackRing.unique();
    EvsProcess apart = later(evs("group", "list", "--wait", "0ms").with(other).run());
    assertThat(apart.exit()).as(apart.describe()).isZero();
    EvsProcess chat = start(evs("group", "join", "chat", "--json").with(other));
    Chat.awaitMembers(1, chat);
    assertThat(run("group", "list").output()).doesNotContain("chat");
  }

  @Test
  void whoNamesASocketGetsThatDaemonOrNone() {
    String nowhere = home.resolve("nowhere.sock").toString();
    EvsProcess lost = later(evs("group", "send", "a", "b", "--socket", nowhere).with(ring).run());
    assertThat(lost.exit()).isEqualTo(3);
    assertThat(lost.errors().lines().findFirst())
        .contains("evs: no evs node of that ring and node id serves " + nowhere);
    EvsProcess both =
        later(evs("group", "list", "--socket", nowhere, "--no-daemon").with(ring).run());
    assertThat(both.exit()).as(both.describe()).isEqualTo(2);
  }

  @Test
  void aScriptIsToldInJsonWhenTheNodeIsReady() {
    EvsProcess node = start(evs("node", "--json").with(ring));
    node.awaitThat("ready", p -> !p.out().isEmpty());
    JsonNode ready = node.document();
    assertThat(ready.get("command").asText()).isEqualTo("node");
    assertThat(ready.get("event").asText()).isEqualTo("ready");
    assertThat(ready.get("members").asInt()).isEqualTo(1);
    assertThat(ready.get("socket").asText()).isEqualTo(socket().toString());
  }

  @Test
  void oneSocketHasOneDaemonAndOneThatWasKilledIsReplaced() {
    EvsProcess first = startNode();
    EvsProcess second = run("node");
    assertThat(second.exit()).isEqualTo(3);
    assertThat(second.errors().strip())
        .isEqualTo("evs: another evs node serves " + socket() + " (pid " + first.pid() + ")");
    first.kill();
    assertThat(socket()).exists();
    EvsProcess refused = run("status");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.errors()).contains("no evs node serves " + socket());
    EvsProcess third = startNode();
    assertThat(run("status").exit()).isZero();
    third.interrupt();
    assertThat(third.awaitExit()).isEqualTo(130);
    assertThat(socket()).doesNotExist();
  }

  @Test
  void aUserWithoutPermissionIsToldSo() throws IOException {
    assumeTrue(Tool.run(List.of("id", "-u")).output().equals("0"), "needs root");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs a Python for everybody");
    Path open = Files.createTempDirectory("evs-open");
    Path script = open.resolve("evs_client.py");
    try {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.copy(PYTHON_CLIENT, script);
      Path socket = open.resolve("s");
      EvsProcess strict = startNode("--socket", socket.toString());
      assertThat(asNobody(script, socket).errors()).contains("Permission denied");
      strict.terminate();
      strict.awaitExit();

      ring.put("EVS_IPC_MODE", "0666");
      ring.put("EVS_IPC_UIDS", "12345");
      EvsProcess listed = startNode("--socket", socket.toString());
      EvsProcess refused = asNobody(script, socket);
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.errors()).contains("may not use this node: add it to ipc.uids");
      listed.terminate();
      listed.awaitExit();

      ring.put("EVS_IPC_UIDS", "65534");
      EvsProcess last = startNode("--socket", socket.toString());
      EvsProcess allowed = asNobody(script, socket);
      assertThat(allowed.exit()).as(allowed.describe()).isZero();
      last.terminate();
      last.awaitExit();
    } finally {
      Files.deleteIfExists(script);
      Files.deleteIfExists(open.resolve("s"));
      Files.deleteIfExists(open.resolve("s.lock"));
      Files.deleteIfExists(open);
    }
  }

  private EvsProcess asNobody(Path script, Path socket) {
    return later(
        EvsProcess.program(
                home,
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "/usr/bin/python3",
                script.toString(),
                "--socket",
                socket.toString(),
                "send",
                "chat",
                "hello")
            .run());
  }

  @Test
  void hangUpReadsTheLogLevelAgain() throws IOException {
    Path config = home.resolve("evs.yaml");
    Files.writeString(config, "log: {level: warn}\n");
    EvsProcess node = startNode("--config", config.toString());
    assertThat(node.errors()).doesNotContain("INFO");
    Files.writeString(config, "log: {level: info}\n");
    Tool.must("kill -HUP " + node.pid());
    node.awaitError("the log level is info from now on");
    Files.writeString(config, "log: {level: loud}\n");
    Tool.must("kill -HUP " + node.pid());
    node.awaitError("the configuration was not read again");
    assertThat(node.isAlive()).isTrue();
    EvsProcess chat = start(evs("group", "join", "chat", "--no-daemon").with(ring));
    node.awaitError("INFO Journal - members");
    chat.kill();
  }

  @Test
  void systemdIsToldHowFarItIs() {
    Path notify = home.resolve("notify");
    EvsProcess manager =
        start(
            EvsProcess.program(
                home,
                "python3",
                "-u",
                "-c",
                "import socket,sys\n"
                    + "s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
                    + "s.bind(sys.argv[1])\n"
                    + "print('bound')\n"
                    + "while True: print(s.recv(4096).decode().replace('\\n',' '))\n",
                notify.toString()));
    manager.awaitThat("it listens", p -> p.output().contains("bound"));
    ring.put("NOTIFY_SOCKET", notify.toString());
    EvsProcess node = startNode();
    manager.awaitThat("READY", p -> p.output().contains("READY=1 STATUS=ring"));
    node.terminate();
    node.awaitExit();
    manager.awaitThat("STOPPING", p -> p.output().contains("STOPPING=1"));
  }

  @Test
  void thePythonClientTalksToEverybody() {
    startNode();
    EvsProcess java = start(evs("group", "join", "chat", "--json").with(ring));
    EvsProcess python = start(python("join", "chat").with(ring));
    Chat.awaitMembers(2, java);
    python.type("from python");
    java.awaitThat("python's line", p -> p.output().contains("\"text\":\"from python\""));
    java.type("from java \u00fc");
    python.awaitThat("java's line", p -> p.output().contains(": from java \u00fc"));
    EvsProcess sent = later(python("send", "chat", "once").with(ring).run());
    assertThat(sent.exit()).as(sent.describe()).isZero();
    java.awaitThat("the one message", p -> p.output().contains("\"text\":\"once\""));
    python.kill();
    java.awaitThat(
        "python left",
        p ->
            p.events(Chat.is("membership")).stream()
                .anyMatch(
                    change ->
                        change.get("left").size() == 1
                            && change
                                .get("left")
                                .get(0)
                                .get("reason")
                                .asText()
                                .equals("process_down")));
    EvsProcess nobody = later(python("--socket", "/nonexistent/s", "send", "a", "b").run());
    assertThat(nobody.errors()).contains("no evs node serves /nonexistent/s");
  }
}
