package io.evs.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFilePermissionsTest {
  /** SEC-L17: from checksums of payloads, others could guess short ones. */
  @Test
  void aTraceIsForItsOwnerAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("trace");
    for (int i = 0; i < 2; i++) {
      try (OutputStream out = TraceFiles.append(file)) {
        out.write("line\n".getBytes());
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /**
   * A node that root runs wrote its trace to whatever a link led to that somebody had put there.
   */
  @Test
  void aLinkIsNotFollowed(@TempDir Path folder) throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "unchanged");
    Path file = Files.createSymbolicLink(folder.resolve("n1.jsonl"), victim);
    assertThatThrownBy(() -> TraceFiles.append(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("it is a link, or something else than a file");
    assertThatThrownBy(() -> TraceWriter.open(file, 1, "monotonic"))
        .isInstanceOf(IOException.class);
    assertThat(victim).hasContent("unchanged");
  }
}
