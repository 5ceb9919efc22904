package io.evs.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Hostile;
import io.evs.cli.Run;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SEC-M1: findings of {@code evs verify} quote payloads and what stands in traces. */
class HostileFindingsTest {
  private static String lines(String text) {
    return Hostile.printed(out -> Text.printLines(out, text));
  }

  @Test
  void liveFindingsActOnNoTerminal() {
    LiveResult live = Hostile.record(LiveResult.class);
    Hostile.assertSameLines(lines(live.text()), lines(Hostile.harmless(LiveResult.class).text()));
    Hostile.assertSafeJson(Hostile.printed(out -> Json.println(out, live.json())));
    ChaosResult chaos = Hostile.record(ChaosResult.class);
    Hostile.assertSameLines(lines(chaos.text()), lines(Hostile.harmless(ChaosResult.class).text()));
    Hostile.assertSafeJson(Hostile.printed(out -> Json.println(out, chaos.json())));
  }

  /** The JSON of a hostile trace was cleaned as text, whose escapes JSON does not know. */
  @Test
  void contentsOfTracesActOnNoTerminal(@TempDir Path folder) throws IOException {
    Path file = Files.createDirectory(folder.resolve("t\u001b[31m\u202e\n")).resolve("p1.jsonl");
    Files.writeString(
        file,
        "{\"e\":"
            + quoted()
            + ",\"p\":1}\n"
            + "{"
            + quoted()
            + ":"
            + quoted()
            + "}\n"
            + "\u009b\n");
    for (String json : new String[] {"--color=never", "--json"}) {
      Run run = new Run().evs("verify", file.getParent().toString(), json);
      assertThat(run.out() + run.err()).contains("p1.jsonl");
      Hostile.assertSafe(run.out() + run.err());
      if (json.equals("--json")) {
        Hostile.assertSafeJson(run.out() + run.err());
      }
    }
  }

  private static String quoted() throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(Hostile.TEXT);
  }
}
