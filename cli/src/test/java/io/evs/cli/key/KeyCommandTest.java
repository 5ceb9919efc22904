package io.evs.cli.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.NodeStatus;
import io.evs.cli.Run;
import io.evs.cli.TestPorts;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KeyCommandTest {
  @TempDir private Path home;
  private Path config;
  private int port;

  @BeforeEach
  void aNodeWithAKey() throws IOException {
    new Run().evs("keygen", home.resolve("authkey").toString());
    new Run().evs("keygen", home.resolve("new").toString());
    config = home.resolve("evs.yaml");
    port = TestPorts.unused();
    Files.writeString(
        config,
        String.join(
            "\n",
            "node: {id: 1, port: " + port + ", state_dir: " + home.resolve("state") + "}",
            "ring: {name: keys-" + home.getFileName() + "}",
            "transport: unicast",
            "peers: [\"127.0.0.1:" + port + "\"]",
            "security: {keyfile: authkey, keyring: keys}",
            ""));
  }

  private Run key(String... words) {
    List<String> all = new ArrayList<>(List.of("key", words[0], "--config", config.toString()));
    all.addAll(List.of(words).subList(1, words.length));
    // A member beside a daemon would get an id and a port of its own.
    return new Run()
        .with("EVS_NODE_ID", "1")
        .with("EVS_NODE_PORT", Integer.toString(port))
        .evs(all.toArray(String[]::new));
  }

  private static JsonNode document(Run run) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.get("schema").asInt()).isEqualTo(1);
    return document;
  }

  @Test
  void aWholeRotationOfALoneMember() throws IOException {
    JsonNode before = document(key("list", "--json"));
    assertThat(before.get("keys")).hasSize(1);
    String old = before.get("keys").get(0).get("key_id").asText();
    assertThat(before.get("keys").get(0).get("active").asBoolean()).isTrue();
    JsonNode installed = document(key("install", "--json", home.resolve("new").toString()));
    String fresh = installed.get("key_id").asText();
    assertThat(installed.get("new").asBoolean()).isTrue();
    assertThat(key("install", home.resolve("new").toString()).out())
        .contains("key " + fresh)
        .contains("was already installed");
    // T2-2: never as a member that nobody asked for.
    Run alone = key("use", fresh);
    assertThat(alone.exit()).isEqualTo(3);
    assertThat(alone.err()).contains("no evs node of this ring serves").contains("--no-daemon");
    assertThat(key("retire", old).exit()).isEqualTo(3);
    assertThat(key("use", "--no-daemon", fresh.substring(0, 6)).out())
        .contains("key " + fresh + " is in use on the only member");
    assertThat(key("list").out())
        .containsPattern(fresh + "  [0-9a-f]{16}  in use, generation 1")
        .containsPattern(old + "  [0-9a-f]{16}  installed");
    Run inUse = key("retire", "--no-daemon", fresh);
    assertThat(inUse.exit()).isEqualTo(1);
    assertThat(inUse.err()).contains("is in use on member 1");
    // NEW-A10: by its other name.
    String oldFingerprint = before.get("keys").get(0).get("fingerprint").asText();
    JsonNode retired = document(key("retire", "--no-daemon", "--json", oldFingerprint));
    assertThat(retired.get("members").get(0).get("installed")).hasSize(1);
    JsonNode after = document(key("list", "--no-daemon", "--all", "--json"));
    assertThat(after.get("keys")).hasSize(2);
    assertThat(after.get("keys").get(1).get("key_id").asText()).isEqualTo(old);
    assertThat(after.get("keys").get(1).get("state").asText()).isEqualTo("retired");
    assertThat(after.get("members").get(0).get("active").asText()).isEqualTo(fresh);
    assertThat(after.get("members").get(0).get("generation").asLong()).isEqualTo(1);
    Run gone = key("retire", "--no-daemon", old);
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("no member has key " + old);
    // SEC-H1 (5): what was retired comes back.
    Path file = home.resolve("keys").resolve(old + ".key.retired");
    assertThat(key("install", file.toString()).out())
        .contains("key " + old, "is installed in", "no node runs here");
    assertThat(file).doesNotExist();
  }

  @Test
  void aNodeThatWasAwayCanBePutRightOffline() throws IOException {
    String fresh =
        document(key("install", "--json", home.resolve("new").toString())).get("key_id").asText();
    assertThat(key("use", "--offline", fresh).out())
        .contains("the next start of this node seals with key " + fresh);
    assertThat(document(key("list", "--json")).get("generation").asLong()).isEqualTo(1);
    assertThat(key("list", "--no-daemon", "--all").out()).contains("member 1  seals with " + fresh);
    // SEC-L23: not beside a node that runs.
    java.io.Closeable node = new KeyFolder(home.resolve("keys")).hold().orElseThrow();
    Run beside = key("use", "--offline", fresh);
    node.close();
    assertThat(beside.exit()).isEqualTo(1);
    assertThat(beside.err()).contains("a node runs with key ring");
    assertThat(key("use", "--offline", fresh).exit()).isZero();
  }

  /** NEW-A10: one key, two names, told together and accepted in all commands. */
  @Test
  void aKeyIsFoundByEitherName() throws IOException {
    JsonNode made = document(new Run().evs("keygen", "--json", home.resolve("another").toString()));
    String id = made.get("key_id").asText();
    String fingerprint = made.get("fingerprint").asText();
    assertThat(new Run().evs("keygen", home.resolve("third").toString()).out())
        .containsPattern(": 256 bytes, key [0-9a-f]{8}, fingerprint [0-9a-f]{16}");
    key("install", home.resolve("another").toString());
    for (String name :
        new String[] {id, fingerprint, fingerprint.substring(0, 5), fingerprint.toUpperCase()}) {
      assertThat(key("use", "--offline", name).out()).contains("seals with key " + id);
    }
    List<NodeStatus.Key> known =
        List.of(
            new NodeStatus.Key("aaaa0001", "bbbb000000000001"),
            new NodeStatus.Key("bbbb0002", "cccc000000000002"));
    assertThat(RingKey.name(KeyNames.find(known, "bbbb0002"))).isEqualTo("bbbb0002");
    assertThat(RingKey.name(KeyNames.find(known, "CCCC"))).isEqualTo("bbbb0002");
    assertThatThrownBy(() -> KeyNames.find(known, "bbbb"))
        .hasMessageContaining("more than one key");
    assertThatThrownBy(() -> KeyNames.find(known, "")).hasMessageContaining("is not a key");
  }

  @Test
  void mistakesAreOneSentence() throws IOException {
    assertThat(key("use", "--no-daemon", "zz").err())
        .contains("\"zz\" is not a key that is installed here");
    Run unknown = key("use", "--no-daemon", "00000000");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("key 00000000 is not installed on member 1");
    assertThat(key("install", home.resolve("none").toString()).exit()).isEqualTo(4);
    Files.writeString(config, "security: {keyfile: authkey}\n");
    Run without = key("list");
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("no key ring is configured").contains("security.keyring");
    Files.writeString(config, "security: {keyring: keys}\n");
    assertThat(key("list", "--all", "--no-daemon").exit()).isEqualTo(2);
    assertThat(new Run().evs("key").exit()).isEqualTo(2);
  }
}
