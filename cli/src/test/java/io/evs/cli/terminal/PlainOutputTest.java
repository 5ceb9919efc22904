package io.evs.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.evs.cli.Run;
import io.evs.cli.base.CliException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Text of others in errors, JSON and the log. */
class PlainOutputTest {
  private static final String EVIL = "a\u001b]0;x\u0007b\u009bc\u007fd\u202ee\u2028f\ud83dg";

  /** SEC-M1: faults and reasons of other members come in messages of errors. */
  @Test
  void errorsShowEscapes() {
    for (String[] arguments : new String[][] {{"bench"}, {"bench", "--json"}, {"bench", "-v"}}) {
      Run run =
          new Run()
              .on(
                  config -> {
                    throw new CliException(1, EVIL, EVIL, new IllegalStateException(EVIL));
                  })
              .evs(arguments);
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .contains("]0;x")
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028&&[^\\n]]");
    }
  }

  /** SEC-L12: the library leaves DEL, C1 and bidi as they are. */
  @Test
  void jsonIsEscapedAndStaysTheSameDocument() throws Exception {
    String text = "a\u001bb\u009bc\u007fd\u202ee\u2028f" + Character.toString(0xe0041) + "ä世";
    String json = Json.object(out -> out.writeStringField("name", text));
    assertThat(json).contains("ä世").doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028]");
    assertThat(new ObjectMapper().readTree(json).get("name").asText()).isEqualTo(text);
  }

  @Test
  void theLogKeepsItsLinesAndNothingElseThatATerminalActsOn() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PlainStream log = new PlainStream(bytes);
    log.println("WARN " + EVIL);
    new IllegalStateException(EVIL).printStackTrace(log);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("WARN a\\x1b]0;x\\x07b\\x9bc").contains("\n\tat ");
    assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\u2028&&[^\\n\\t]]");
  }
}
