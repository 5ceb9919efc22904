package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    refused(key(4097, "r--------"), "4097 bytes");
    refused(key(0, "rw-------"), "0 bytes");
  }

  @Test
  void filesOpenToOthersAreRefused() throws IOException {
    refused(key(128, "r--r-----"), "open to others", "chmod 400");
    refused(key(128, "rw-----w-"), "open to others");
  }

  @Test
  void whatIsNoFileIsRefused() {
    refused(folder.resolve("none"), "does not exist", "evs keygen");
    refused(folder, "is no file");
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
