package io.evs.security.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  @TempDir private Path folder;

  private Path key(int bytes, String permissions) throws IOException {
    Path file = folder.resolve("key");
    Files.deleteIfExists(file);
    Files.write(file, new byte[bytes]);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void refused(Path file, String... words) {
    assertThatThrownBy(() -> KeyFiles.read(file))
        .isInstanceOf(EvsException.class)
        .hasMessageContainingAll(words)
        .extracting(error -> ((EvsException) error).code())
        .isEqualTo(EvsException.Code.SECURITY);
  }

  @Test
  void keysOfCorosyncsSizesAreRead() throws IOException {
    for (int bytes : new int[] {128, 256, 4096}) {
      assertThat(KeyFiles.read(key(bytes, "r--------")).fingerprint()).hasSize(16);
    }
  }

  @Test
  void otherSizesAreRefused() throws IOException {
    refused(key(127, "r--------"), "127 bytes", "evs keygen");
    refused(key(4097, "r--------"), "more than 4096 bytes");
    refused(key(1 << 20, "r--------"), "more than 4096 bytes");
    refused(key(0, "rw-------"), "0 bytes");
  }

  @Test
  void filesOpenToOthersAreRefused() throws IOException {
    refused(key(128, "r--r--r--"), "open to others", "chmod 400");
    refused(key(128, "rw-----w-"), "open to others");
    refused(key(128, "rw-rw----"), "open to others");
    refused(key(128, "r--r-x---"), "open to others");
  }

  private static Path owned(Path file, int uid, int gid) throws IOException {
    try {
      Files.setAttribute(file, "unix:gid", gid);
      Files.setAttribute(file, "unix:uid", uid);
    } catch (java.nio.file.FileSystemException notRoot) {
      Assumptions.abort("only root gives files away");
    }
    return file;
  }

  /** FIELD-5 (T1-5): the rows of that table, and their neighbours. */
  @Test
  void aGroupOfTheServiceMayReadAndNobodyElse() throws IOException {
    Custody service = new Custody(4711, Set.of(815));
    Path dataFolder = Files.createDirectories(folder.resolve("..data"));
    Path mounted = Files.write(dataFolder.resolve("key"), new byte[128]);
    Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("r--r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("key"), Path.of("..data/key"));
    owned(mounted, 0, 815);
    assertThat(KeyFiles.read(link, service).fingerprint()).hasSize(16);
    owned(mounted, 4711, 815);
    assertThat(KeyFiles.read(link, service).fingerprint()).hasSize(16);
    // A credential of systemd: root's, with an access list for the service that shows as a group's.
    owned(mounted, 0, 0);
    assertThat(KeyFiles.read(link, service).fingerprint()).hasSize(16);
    owned(mounted, 0, 816);
    assertThatThrownBy(() -> KeyFiles.read(link, service))
        .hasMessageContaining("is open to a group that this process is not in (r--r-----)");
    owned(mounted, 4712, 815);
    assertThatThrownBy(() -> KeyFiles.read(link, service)).hasMessageContaining("belongs to 4712");
    owned(mounted, 0, 815);
    Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("r--r--r--"));
    assertThatThrownBy(() -> KeyFiles.read(link, service)).hasMessageContaining("open to others");
    Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("r--rw----"));
    assertThatThrownBy(() -> KeyFiles.read(link, service)).hasMessageContaining("open to others");
  }

  /** What somebody does between the look at a file and the reading of it. */
  private interface Meanwhile {
    void happens() throws IOException;
  }

  private RingKey read(Path file, Meanwhile meanwhile) throws IOException {
    int uid = (int) Files.getAttribute(folder, "unix:uid");
    Custody heldUp =
        new Custody(uid, Set.of()) {
          @Override
          Optional<String> objection(Path looked) throws IOException {
            Optional<String> objection = super.objection(looked);
            meanwhile.happens();
            return objection;
          }
        };
    return KeyFiles.read(file, heldUp);
  }

  /** SEC-L7: it was looked at by its path, and read by its path some time later. */
  @Test
  void whatIsReadIsWhatWasLookedAt() throws IOException {
    Path others = Files.write(folder.resolve("others"), new byte[256]);
    Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path file = key(128, "rw-------");
    assertThatThrownBy(
            () -> read(file, () -> Files.move(others, file, StandardCopyOption.REPLACE_EXISTING)))
        .hasMessageContaining("changed while it was read: try again");
    key(128, "rw-------");
    Files.write(others, new byte[256]);
    assertThatThrownBy(
            () ->
                read(
                    file,
                    () -> {
                      Files.delete(file);
                      Files.createSymbolicLink(file, others);
                    }))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("cannot be read");
    for (int bytes : new int[] {0, 64, 8192}) {
      key(128, "rw-------");
      assertThatThrownBy(() -> read(file, () -> Files.write(file, new byte[bytes])))
          .as("%s bytes now", bytes)
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("changed while it was read: try again");
    }
  }

  /** SEC-L7: a link that was turned for the moment of reading alone left no trace. */
  @Test
  void aLinkIsFollowedOnce() throws IOException {
    Path file = key(128, "rw-------");
    Path others = Files.write(folder.resolve("others"), new byte[256]);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    RingKey read =
        read(
            link,
            () -> {
              Files.delete(link);
              Files.createSymbolicLink(link, others);
            });
    assertThat(read.fingerprint()).isEqualTo(new RingKey(new byte[128]).fingerprint());
  }

  @Test
  void whatIsNoFileIsRefused() {
    refused(folder.resolve("none"), "does not exist", "evs keygen");
    refused(folder, "is not a regular file");
  }

  @Test
  void keysDifferInIdAndFingerprint() {
    byte[] bytes = new byte[128];
    RingKey one = new RingKey(bytes);
    bytes[127] = 1;
    RingKey other = new RingKey(bytes);
    assertThat(one.id()).isNotEqualTo(other.id()).isEqualTo(new RingKey(new byte[128]).id());
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
  }
}
