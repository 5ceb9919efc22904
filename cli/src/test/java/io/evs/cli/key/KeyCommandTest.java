package io.evs.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Run;
import java.io.IOException;
import java.net.DatagramSocket;
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

  @BeforeEach
  void aNodeWithAKey() throws IOException {
    new Run().evs("keygen", home.resolve("authkey").toString());
    new Run().evs("keygen", home.resolve("new").toString());
    config = home.resolve("evs.yaml");
    int port;
    try (DatagramSocket free = new DatagramSocket(0)) {
      port = free.getLocalPort();
    }
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
    return new Run().evs(all.toArray(String[]::new));
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
    assertThat(key("use", fresh.substring(0, 6)).out())
        .contains("key " + fresh + " is in use on the only member");
    assertThat(key("list").out())
        .containsPattern(fresh + "  [0-9a-f]{16}  in use, generation 1")
        .containsPattern(old + "  [0-9a-f]{16}  installed");
    Run inUse = key("retire", fresh);
    assertThat(inUse.exit()).isEqualTo(1);
    assertThat(inUse.err()).contains("is in use on member 1");
    JsonNode retired = document(key("retire", "--json", old));
    assertThat(retired.get("members").get(0).get("installed")).hasSize(1);
    JsonNode after = document(key("list", "--all", "--json"));
    assertThat(after.get("keys")).hasSize(1);
    assertThat(after.get("members").get(0).get("active").asText()).isEqualTo(fresh);
    assertThat(after.get("members").get(0).get("generation").asLong()).isEqualTo(1);
    Run gone = key("retire", old);
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("no member has key " + old);
  }

  @Test
  void aNodeThatWasAwayCanBePutRightOffline() throws IOException {
    String fresh =
        document(key("install", "--json", home.resolve("new").toString())).get("key_id").asText();
    assertThat(key("use", "--offline", fresh).out())
        .contains("the next start of this node seals with key " + fresh);
    assertThat(document(key("list", "--json")).get("generation").asLong()).isEqualTo(1);
    assertThat(key("list", "--all").out()).contains("member 1  seals with " + fresh);
  }

  @Test
  void mistakesAreOneSentence() throws IOException {
    assertThat(key("use", "zz").err()).contains("\"zz\" is no key that is installed here");
    Run unknown = key("use", "00000000");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("key 00000000 is not installed on member 1");
    assertThat(key("install", home.resolve("none").toString()).exit()).isEqualTo(4);
    Files.writeString(config, "security: {keyfile: authkey}\n");
    Run without = key("list");
    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.err()).contains("no key ring is configured").contains("security.keyring");
    Files.writeString(config, "security: {keyring: keys}\n");
    assertThat(key("list", "--all").exit()).isEqualTo(2);
    assertThat(new Run().evs("key").exit()).isEqualTo(2);
  }
}
