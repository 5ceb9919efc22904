package io.evs.security.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Root wrote a key to the name of a temporary file in the folder of another user, and changed the
 * permissions of that name: a link that took its place in between led both to any other file.
 */
class FreshFileTest {
  private static final byte[] KEY = "secret".getBytes();

  @TempDir private Path folder;

  @Test
  void whatIsThereIsNotWrittenNorWhatALinkLeadsTo() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "unchanged");
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-r--r--"));
    Files.createSymbolicLink(folder.resolve(".key1"), victim);
    Files.createSymbolicLink(folder.resolve(".key2"), folder.resolve("nowhere"));
    Files.createFile(folder.resolve(".key3"));
    AtomicLong names = new AtomicLong();
    Path path = FreshFile.write(folder, ".key", "r--------", KEY, names::incrementAndGet);
    assertThat(path).isEqualTo(folder.resolve(".key4")).hasBinaryContent(KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("r--------");
    assertThat(victim).hasContent("unchanged");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(victim)))
        .isEqualTo("rw-r--r--");
    assertThat(folder.resolve("nowhere")).doesNotExist();
    assertThat(folder.resolve(".key3")).isEmptyFile();
  }

  @Test
  void whoTakesEveryNameStopsItAndNoMore() throws IOException {
    Files.createFile(folder.resolve(".key1"));
    assertThatThrownBy(() -> FreshFile.write(folder, ".key", "r--------", KEY, () -> 1))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(folder.resolve(".key1")).isEmptyFile();
  }
}
