package io.evs.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigShowTest {
  private static final String EVERYTHING =
      """
      node:
        id: 1
        name: n1
        bind: 10.77.0.1
        port: 5405
        state_dir: /var/lib/evs
      transport: unicast
      peers: [10.77.0.2, "10.77.0.3:5405", "[fd00::1]:5405", "fd00::2"]
      multicast: {group: 239.192.77.1, port: 5405, ttl: 1}
      security:
        suite: aes-256-gcm
        keyfile: authkey
        keyring: keys
      ring: {name: main, profile: default, block_unlisted: false}
      totem: {token: 1s, token_retransmit: auto, hold: auto, merge: 200ms, join: 50ms,
              send_join: 0ms, consensus: auto, window_size: auto, max_messages: auto,
              miss_count_const: 1, fail_recv_const: 2500, seqno_unchanged_const: 30,
              accelerated_window: auto, netmtu: auto, receive_buffer: 64KiB}
      quorum: {expected_votes: 5, votes: 1, policy: majority, wait_for_all: true}
      health: {require: quorum}
      ipc: {socket: /run/evs/evs.sock, mode: "0600", uids: [], gids: [], admin_uids: []}
      metrics: {address: 127.0.0.1, port: 9405}
      log: {level: info}
      """;

  @TempDir Path folder;

  @Test
  void readsEveryKeyOfTheContract() throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, EVERYTHING);
    Run run = new Run().evs("config", "show", "--json", "--origin", "--config", file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .startsWith("{\"schema\":1,\"command\":\"config show\",\"values\":{\"node.id\":1,")
        .contains("\"peers\":[\"10.77.0.2\",\"10.77.0.3:5405\",\"[fd00::1]:5405\",\"fd00::2\"]")
        .contains("\"totem.token\":\"1s\"")
        .contains("\"ipc.uids\":[]", "\"totem.receive_buffer\":\"65536B\"")
        .contains("\"node.id\":\"" + file + ":2\"")
        .doesNotContain("null");
  }

  @Test
  void whatItPrintsIsAFileWithTheSameValues() throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, EVERYTHING);
    String first = new Run().evs("config", "show", "--config", file.toString()).out();
    Files.writeString(file, first);
    Run second = new Run().evs("config", "show", "--config", file.toString());
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first);
  }

  @Test
  void strongerSourcesWin() throws IOException {
    Path named = folder.resolve("named.yaml");
    Files.writeString(named, "totem: {token: 2s}\nnode: {id: 5, port: 7000}\n");
    Path user = Files.createDirectories(folder.resolve("xdg/evs")).resolve("evs.yaml");
    Files.writeString(user, "totem: {token: 3s}\nring: {name: mine}\nnode: {port: 7001}\n");
    Run run =
        new Run()
            .with("XDG_CONFIG_HOME", folder.resolve("xdg").toString())
            .with("EVS_CONFIG", named.toString())
            .with("EVS_NODE_ID", "6")
            .evs("config", "show", "--json", "--origin");
    assertThat(run.out())
        .contains("\"node.id\":6", "\"node.port\":7000", "\"totem.token\":\"2s\"")
        .contains("\"ring.name\":\"mine\"", "\"node.id\":\"environment EVS_NODE_ID\"")
        .contains("\"ring.name\":\"" + user + ":2\"", "\"multicast.ttl\":\"default\"");
  }

  @Test
  void listsInVariablesAreSeparatedByCommas() {
    Run run = new Run().with("EVS_PEERS", "a, b:7000").evs("config", "show", "--json");
    assertThat(run.out()).contains("\"peers\":[\"a\",\"b:7000\"]");
  }

  @Test
  void theOptionWinsOverEvsConfig() throws IOException {
    Path a = folder.resolve("a.yaml");
    Path b = folder.resolve("b.yaml");
    Files.writeString(a, "node: {id: 1}\n");
    Files.writeString(b, "node: {id: 2}\n");
    Run run =
        new Run()
            .with("EVS_CONFIG", a.toString())
            .evs("config", "show", "--json", "--config", b.toString());
    assertThat(run.out()).contains("\"node.id\":2");
  }

  @Test
  void anEmptyFileIsAllowed() throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, "# nothing\n");
    assertThat(new Run().evs("config", "show", "--config", file.toString()).exit()).isZero();
  }

  /** NEW-A9: "suite: none" was shown for a node that seals. */
  @Test
  void theSuiteThatIsInForceIsShown() throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, "security: {keyfile: key}\n");
    Run run = new Run().evs("config", "show", "--config", file.toString());
    assertThat(run.out()).containsPattern("# suite: +aes-256-gcm");
    assertThat(new Run().evs("config", "show", "--json", "--config", file.toString()).out())
        .contains("\"security.suite\":\"aes-256-gcm\"");
    Files.writeString(file, "ring: {name: r}\n");
    assertThat(new Run().evs("config", "show", "--config", file.toString()).out())
        .containsPattern("# suite: +none");
  }

  /** FIELD-30 (c): what was printed meant another file when it was read from another folder. */
  @Test
  void pathsMeanTheSameFromEveryFolder() throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, "node: {state_dir: state}\nsecurity: {keyfile: key}\n");
    Run run = new Run().evs("config", "show", "--config", file.toString());
    assertThat(run.out())
        .contains("state_dir: " + folder + "/state")
        .contains("keyfile: " + folder + "/key");
  }

  /** NEW-A9, T2-7: nothing told what auto comes to. */
  @Test
  void whatAutoComesToIsShown(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("evs.yaml");
    Files.writeString(file, "totem: {token: 2s, merge: 100ms}\n");
    String[] show = {"config", "show", "--config", file.toString()};
    Run text = new Run().evs(show);
    assertThat(text.out())
        .containsPattern("\n  token: 2s\n")
        .containsPattern("\n  token_retransmit: auto +# 476190us\n")
        .containsPattern("\n  consensus: auto +# 2400ms\n")
        .containsPattern("\n  window_size: auto +# 32 to 256, by the receive buffer")
        .containsPattern("\n  merge: 100ms\n");
    Run json = new Run().evs("config", "show", "--json", "--config", file.toString());
    assertThat(json.out())
        .contains("\"totem.consensus\":\"auto\"")
        .contains("\"in_force\":{\"totem.token\":\"2s\",\"totem.token_retransmit\":\"476190us\"")
        .contains("\"totem.consensus\":\"2400ms\"", "\"totem.merge\":\"100ms\"");
    Files.writeString(file, "ring: {profile: fast}\n");
    assertThat(new Run().evs(show).out()).containsPattern("\n  token: auto +# 120ms\n");
  }
}
