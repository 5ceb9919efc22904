package io.evs.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  /** NEW-B3: lines of the log stuck to the progress line, and what it said stayed. */
  @Test
  void aLineOfTheLogRemovesTheProgressLineFirst() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(screen, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), err, err, false, false, true, Map.of());
    new Progress(terminal, false).show("43 %");
    PrintStream log = new PlainStream(screen);
    log.println("a warning");
    log.println("another");
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[K43 %\r\u001b[Ka warning\nanother\n");
  }
}
