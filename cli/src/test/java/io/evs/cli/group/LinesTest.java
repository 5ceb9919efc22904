package io.evs.cli.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.evs.Evs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> all(String text) throws IOException {
    Lines lines = lines(text);
    List<String> all = new ArrayList<>();
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(new String(line.get(), StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  @DisplayName("FIELD-30 (e): CRLF ends a line as LF does")
  void carriageReturnBeforeLineFeedIsNotPartOfTheLine() throws IOException {
    assertEquals(List.of("a", "b", "", "c"), all("a\r\nb\n\r\nc"));
  }

  @Test
  void carriageReturnElsewhereIsPartOfTheLine() throws IOException {
    assertEquals(List.of("a\rb", "c\r", "d\r"), all("a\rb\nc\r\r\nd\r"));
  }

  @Test
  void endOfLineDoesNotCountAgainstTheSizeOfMessage() throws IOException {
    Lines lines = lines("x".repeat(Evs.MESSAGE_MAX_BYTES) + "\r\n");
    assertEquals(Evs.MESSAGE_MAX_BYTES, lines.next().orElseThrow().length);
    assertFalse(lines.wasTooLong());
  }
}
