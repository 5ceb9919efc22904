package io.evs.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.evs.cli.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands of a user who may not look into root's folders. */
@Timeout(180)
@DisplayName("FIELD-15: what this user may not see is status 4 and one sentence, never \"none\"")
class OtherUserTest extends E2e {
  private static final String NOBODY = "65534";

  private Path secret;
  private String classes;

  /** The programs are copied: those of the build may be in a folder of root's own. */
  @BeforeEach
  void makeFolders() throws IOException {
    assumeTrue(Tool.run(List.of("id", "-u")).output().equals("0"), "needs root");
    Programs.need("setpriv");
    Tool.must("chmod 755 " + home);
    Path programs = Files.createDirectory(home.resolve("programs"));
    List<String> copies = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path copy = programs.resolve(copies.size() + "-" + Path.of(each).getFileName());
      if (Files.exists(Path.of(each))) {
        Tool.must(List.of("cp", "-rL", each, copy.toString()));
        copies.add(copy.toString());
      }
    }
    Tool.must("chmod -R a+rX " + programs);
    classes = String.join(File.pathSeparator, copies);
    secret = Files.createDirectories(home.resolve("secret/evs")).getParent();
    Files.writeString(secret.resolve("evs/evs.yaml"), "ring: {name: hidden}\n");
    Tool.must("chmod 700 " + secret);
    Tool.must("chown " + NOBODY + " " + Files.createDirectory(home.resolve("state")));
  }

  private EvsProcess asNobody(String... words) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    all.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1"));
    all.addAll(List.of("-cp", classes, "io.evs.cli.Main"));
    all.addAll(List.of(words));
    return later(
        EvsProcess.program(home, "setpriv", all.toArray(String[]::new))
            .with("XDG_CONFIG_HOME", secret.toString())
            .run());
  }

  @Test
  @DisplayName("only administrators end a node, or change what it logs")
  void anotherUsersOrders() throws IOException {
    Path named = Files.writeString(home.resolve("own.yaml"), "ring: {name: own}\n");
    String socket = home.resolve("open.sock").toString();
    EvsProcess node =
        start(
            evs("node", "--socket", socket)
                .with(LoopbackRing.unique())
                .with("EVS_IPC_MODE", "0666"));
    node.awaitError("clients are served at");
    for (String[] order : new String[][] {{"leave"}, {"log-level", "debug"}}) {
      List<String> words = new ArrayList<>(List.of(order));
      words.addAll(List.of("--config", named.toString(), "--socket", socket));
      EvsProcess refused = asNobody(words.toArray(String[]::new));
      assertThat(refused.exit()).as(refused.describe()).isEqualTo(4);
      assertThat(refused.errors()).contains("this user may not administer the node");
    }
    assertThat(node.isAlive()).isTrue();
    assertThat(node.errors()).doesNotContain("log level");
  }

  @Test
  void configurationAndSocketInAFolderOfRootsOwn() throws IOException {
    EvsProcess send = asNobody("group", "send", "--quiet", "chat", "hello");
    assertThat(send.exit()).as(send.describe()).isEqualTo(4);
    assertThat(send.output()).isEmpty();
    assertThat(send.errors().lines().findFirst())
        .contains(
            "evs: configuration file " + secret + "/evs/evs.yaml may not be read by this user");

    Path named = Files.writeString(home.resolve("own.yaml"), "ring: {name: own}\n");
    String socket = secret.resolve("evs/evs.sock").toString();
    EvsProcess status = asNobody("status", "--socket", socket, "--config", named.toString());
    assertThat(status.exit()).as(status.describe()).isEqualTo(4);
    assertThat(status.errors().lines())
        .containsExactly(
            "evs: " + secret + "/evs/evs.yaml may not be read by this user and is left out",
            "evs: this user may not connect to "
                + socket
                + ": see ipc.mode of the node, and the permissions of the folder");
  }
}
