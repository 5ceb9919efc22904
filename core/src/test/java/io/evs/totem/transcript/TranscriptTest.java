package io.evs.totem.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The protocol at work, to read and to compare: {@code src/test/resources/transcripts}. With {@code
 * EVS_GOLDEN_WRITE=1} what happens now is written there; then read the difference.
 */
class TranscriptTest {
  private static final Path FOLDER = Path.of("src/test/resources/transcripts");

  @TestFactory
  Stream<DynamicTest> theRingDoesWhatIsWrittenDown() throws IOException {
    return Files.list(FOLDER)
        .sorted()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
  }

  private static void compare(Path file) throws IOException {
    String written = Files.readString(file);
    String now = Transcript.replay(written);
    if (System.getenv("EVS_GOLDEN_WRITE") != null) {
      Files.writeString(file, now);
    } else {
      assertThat(now).isEqualTo(written);
    }
  }
}
