package io.evs.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.EvsConfig;
import io.evs.EvsMember;
import io.evs.cli.ring.FakeRing;
import io.evs.shell.ScriptShell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NEW-B15: {@code evs shell --json} printed text. */
@Timeout(60)
class ShellJsonTest {
  @Test
  void eachLineIsADocument() throws Exception {
    EvsMember member = new FakeRing().start(EvsConfig.builder().nodeId(1).build());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] script =
        "join chat\nsend chat good \u202e day\ngroups\n".getBytes(StandardCharsets.UTF_8);
    ScriptShell.run(
        member, new ByteArrayInputStream(script), new ShellJson(new PrintStream(out, true)));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .allSatisfy(each -> assertThat(each.path("schema").asInt()).isEqualTo(1))
        .allSatisfy(each -> assertThat(each.path("command").asText()).isEqualTo("shell"));
    assertThat(lines)
        .extracting(each -> each.path("event").asText())
        .contains("membership", "message", "line")
        .doesNotContain("");
    assertThat(lines)
        .filteredOn(each -> each.path("event").asText().equals("message"))
        .singleElement()
        .satisfies(each -> assertThat(each.path("text").asText()).isEqualTo("good \u202e day"));
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u202e");
    assertThat(lines.get(lines.size() - 1).path("text").asText()).matches("\\* chat +1");
  }
}
