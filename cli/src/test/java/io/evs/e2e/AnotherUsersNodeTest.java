package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Run;
import io.evs.cli.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** T1-A3: root works on the keys of a node that runs as another user, as a service does. */
@Timeout(180)
class AnotherUsersNodeTest extends E2e {
  private static final int NOBODY = 65534;
  private static final List<String> AS_NOBODY =
      List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

  private Path service;
  private Path socket;

  private EvsProcess.Command asNobody(String... words) {
    List<String> all = new ArrayList<>(AS_NOBODY);
    all.addAll(evs(words).with("HOME", service.toString()).asWords());
    return EvsProcess.program(home, "setpriv", all.toArray(String[]::new));
  }

  private static int number(Path file, String attribute) throws IOException {
    return (int) Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  @BeforeEach
  void aServiceOfNobody() throws IOException {
    assumeTrue(number(Path.of("/proc/self"), "uid") == 0, "only root can be another user");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
    service = Files.createDirectory(home.resolve("service"));
    socket = service.resolve("evs.sock");
    Files.setAttribute(home, "unix:mode", 0711);
    int port = TestPorts.unused();
    Files.writeString(
        config(),
        String.join(
            "\n",
            "node: {id: 1, port: " + port + ", state_dir: state}",
            "ring: {name: keys-" + port + "}",
            "transport: unicast",
            "peers: [\"127.0.0.1:" + port + "\"]",
            "security: {keyfile: authkey, keyring: keys}",
            "ipc: {socket: evs.sock}",
            ""));
    assertThat(new Run().evs("keygen", service.resolve("authkey").toString()).exit()).isZero();
    for (Path file : List.of(service, config(), service.resolve("authkey"))) {
      Files.setAttribute(file, "unix:gid", NOBODY);
      Files.setAttribute(file, "unix:uid", NOBODY);
    }
  }

  private Path config() {
    return service.resolve("evs.yaml");
  }

  private EvsProcess startNode() {
    EvsProcess version = asNobody("--version").run();
    assumeTrue(version.exit() == 0, "this tree is not for other users");
    EvsProcess node =
        start(asNobody("node", "--config", config().toString(), "--socket", socket.toString()));
    node.awaitError("clients are served");
    return node;
  }

  private Run asRoot(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", config().toString(), "--json"));
    return new Run().without("EVS_IPC_SOCKET").evs(all.toArray(String[]::new));
  }

  private static JsonNode document(Run run) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private String active() throws IOException {
    for (JsonNode key : document(asRoot("key", "list")).get("keys")) {
      if (key.get("active").asBoolean()) {
        return key.get("key_id").asText();
      }
    }
    throw new AssertionError("no key is active");
  }

  private void everythingIsTheServicesAndNobodyElses() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(service)) {
      files = all.toList();
    }
    for (Path file : files) {
      assertThat(List.of(number(file, "uid"), number(file, "gid")))
          .as("owner and group of %s", file)
          .containsExactly(NOBODY, NOBODY);
      boolean isSecret = file.startsWith(service.resolve("keys")) || file.endsWith("authkey");
      if (isSecret) {
        assertThat(number(file, "mode") & 077).as("rights of others to %s", file).isZero();
      }
    }
    assertThat(files).anyMatch(file -> file.toString().endsWith(".key"));
  }

  @Test
  void whatRootWritesIsTheServices() throws IOException {
    EvsProcess node = startNode();
    String old = active();
    Path made = home.resolve("made by root");
    String fresh = document(asRoot("keygen", made.toString())).get("key_id").asText();
    assertThat(document(asRoot("key", "install", made.toString())).get("key_id").asText())
        .isEqualTo(fresh);
    everythingIsTheServicesAndNobodyElses();
    await().atMost(EvsProcess.PATIENCE).until(() -> asRoot("key", "use", fresh).exit() == 0);
    assertThat(active()).isEqualTo(fresh);
    document(asRoot("key", "retire", old));
    everythingIsTheServicesAndNobodyElses();
    node.terminate();
    node.awaitExit();

    // Beside no node, too; and the service can still read everything when it starts again.
    String next = document(asRoot("keygen", "--force", made.toString())).get("key_id").asText();
    document(asRoot("key", "install", made.toString()));
    document(asRoot("key", "use", next, "--offline"));
    everythingIsTheServicesAndNobodyElses();
    EvsProcess again = startNode();
    assertThat(active()).isEqualTo(next);
    assertThat(again.errors()).doesNotContain("cannot be read", "no permission");
    assertThat(Set.of(old, fresh, next)).hasSize(3);
  }

  /** SEC-H1: one message of any local client ended all nodes of a ring. */
  @Test
  void whoIsOnlyAdmittedDoesNotSpeakForTheNode() throws IOException {
    String text = Files.readString(config());
    Files.writeString(
        config(),
        text.replace("{socket: evs.sock}", "{socket: evs.sock, uids: [1], mode: \"0666\"}"));
    EvsProcess node = startNode();
    for (EvsProcess.Command words :
        List.of(
            evs("group", "send", "~evs-keys", "use 9223372036854775807 deadbeef"),
            evs("group", "join", "~evs-keys"),
            evs("group", "listen", "~evs-keys"))) {
      EvsProcess refused = asNobody(words);
      assertThat(refused.errors()).contains("evs: groups that begin with ~evs- are the node's own");
    }
    assertThat(asNobody(evs("barrier", "loaded", "--parties", "2")).errors())
        .contains("evs: barrier loaded needs an administrator of the node: ");
    assertThat(node.isAlive()).isTrue();
  }

  /** As a user who may connect, and is refused before anything is printed. */
  private EvsProcess asNobody(EvsProcess.Command words) {
    List<String> all = new ArrayList<>(List.of("--reuid=1", "--regid=1", "--clear-groups"));
    all.addAll(
        words.with("HOME", "/nonexistent").with("EVS_IPC_SOCKET", socket.toString()).asWords());
    EvsProcess refused = EvsProcess.program(home, "setpriv", all.toArray(String[]::new)).run();
    assertThat(refused.exit()).as(all + ": " + refused.errors()).isEqualTo(4);
    assertThat(refused.output()).as(all.toString()).isEmpty();
    return refused;
  }
}
