package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures that were looked at by people; {@code EVS_GOLDEN_WRITE=1} writes them again. */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/io/evs/console");

  private Golden() {}

  static void assertLike(String name, String picture) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if (System.getenv("EVS_GOLDEN_WRITE") != null) {
        Files.writeString(file, picture);
      }
      assertThat(picture).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
