package io.evs.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  @TempDir Path folder;

  /** SEC-L17: what was sent could be read by others. */
  @Test
  void isForThisUserAlone() throws IOException {
    Path file = folder.resolve("evs/shell-history");
    assertThat(HistoryFile.prepare(file)).contains(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.writeString(file, "1:join chat\n");
    assertThat(HistoryFile.prepare(file)).contains(file);
    assertThat(file).hasContent("1:join chat\n");
  }

  /** FIELD-21: a shell for a service account did not start. */
  @Test
  void whatCannotBeKeptIsNot() throws IOException {
    assertThat(HistoryFile.prepare(Path.of("/proc/evs/shell-history"))).isEmpty();
    assertThat(HistoryFile.prepare(folder)).as("a folder").isEmpty();
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(HistoryFile.prepare(file.resolve("shell-history"))).isEmpty();
  }
}
