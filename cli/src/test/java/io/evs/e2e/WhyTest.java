package io.evs.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code evs why} and {@code evs dump} on nodes that leave, die, stop, or have another key. */
@Timeout(240)
class WhyTest extends E2e {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long TOKEN_MILLIS = 500;

  private final Map<String, String> ring = LoopbackRing.unique();
  private final Map<Integer, EvsProcess> nodes = new TreeMap<>();

  private EvsProcess.Command at(int id, String... words) {
    return evs(words)
        .with(ring)
        .with("EVS_NODE_ID", String.valueOf(id))
        .with("EVS_NODE_STATE_DIR", home.resolve("state-" + id).toString())
        .with("EVS_IPC_SOCKET", home.resolve("n" + id + ".sock").toString());
  }

  private void startNode(int id) {
    nodes.put(id, start(at(id, "node")));
    nodes.get(id).awaitError("evs node: node " + id);
  }

  private int membersSeenBy(int id) {
    JsonNode document = at(id, "status", "--json").here().document();
    JsonNode now = document.get("ring");
    return now.has("changing_since") ? 0 : now.get("members").size();
  }

  private void awaitMembers(int members) {
    await().atMost(PATIENCE).until(() -> membersSeenBy(1) == members);
  }

  private JsonNode why(String... words) {
    Run asked = at(1, words).here();
    assertThat(asked.exit()).as(asked.describe()).isZero();
    return asked.document().get("changes");
  }

  /** The last change of a cause, once one is told. */
  private JsonNode told(String cause, Predicate<JsonNode> which) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              StreamSupport.stream(why("why", "--json", "--last", "20").spliterator(), false)
                  .filter(each -> each.get("cause").asText().equals(cause) && which.test(each))
                  .forEach(found::set);
              return found.get() != null;
            });
    return found.get();
  }

  private JsonNode told(String cause, int blamed) {
    return told(
        cause,
        each ->
            each.get("members_blamed").size() == 1
                && each.get("members_blamed").get(0).asInt() == blamed);
  }

  @Test
  void namesCauseAndMember() throws Exception {
    ring.put("EVS_SECURITY_KEYFILE", key("key").toString());
    ring.put("EVS_TOTEM_TOKEN", TOKEN_MILLIS + "ms");
    startNode(1);
    startNode(2);
    startNode(3);
    awaitMembers(3);
    // SIGSTOP for three token time-outs and more, until the others have gone on without it.
    nodes.get(3).stop();
    awaitMembers(2);
    nodes.get(3).proceed();
    awaitMembers(3);
    JsonNode pause = told("pause", 3);
    assertThat(pause.get("pause_ms").asLong()).isGreaterThan(TOKEN_MILLIS);
    assertThat(pause.get("text").asText()).contains("3 left ring 1:").contains("did not run for");
    // It was this node that did not run: its status says so, and does not blame the others.
    assertThat(at(3, "status", "--json").here().document().get("problems").toString())
        .contains("this process did not run for")
        .doesNotContain("put aside");
    // kill -9.
    nodes.get(3).kill();
    awaitMembers(2);
    assertThat(told("crash", 3).get("text").asText()).contains("no packet of it arrived");
    // A key of its own.
    Map<String, String> stranger = Map.of("EVS_SECURITY_KEYFILE", key("other").toString());
    nodes.put(3, start(at(3, "node").with(stranger)));
    assertThat(told("key", 3).get("text").asText()).contains("sealed with another key");
    // A graceful end.
    nodes.get(2).terminate();
    nodes.get(2).awaitExit();
    awaitMembers(1);
    assertThat(told("leave", 2).get("evidence").toString()).contains("leave message of 2");
    laterFromFiles();
  }

  /** After the fact, from an archive and from what the node has kept. */
  private void laterFromFiles() throws Exception {
    Path archive = home.resolve("dump.zip");
    EvsProcess dumped = later(at(1, "dump", archive.toString()).run());
    assertThat(dumped.exit()).as(dumped.describe()).isZero();
    JsonNode fromArchive = why("why", "--json", "--last", "50", archive.toString());
    assertThat(fromArchive.findValuesAsText("cause")).contains("crash", "key", "leave");
    String secret = new String(Files.readAllBytes(home.resolve("key")), ISO_8859_1);
    assertThat(contents(archive))
        .contains("security.suite")
        .doesNotContain(secret.substring(0, 16));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                why("why", "--json", "--last", "50", home.resolve("state-1").toString())
                    .findValuesAsText("cause")
                    .contains("leave"));
    EvsProcess text = later(at(1, "why", archive.toString()).run());
    assertThat(text.output()).contains("leave  2").contains("recorders of 1");
  }

  private static String contents(Path archive) throws IOException {
    StringBuilder all = new StringBuilder();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      while (in.getNextEntry() != null) {
        all.append(new String(in.readAllBytes(), ISO_8859_1));
      }
    }
    return all.toString();
  }
}
