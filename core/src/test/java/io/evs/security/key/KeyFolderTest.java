package io.evs.security.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
  @TempDir private Path home;
  private KeyFolder folder;

  @BeforeEach
  void noFolderYet() {
    folder = new KeyFolder(home.resolve("deep").resolve("keys"));
  }

  private static RingKey key(int fill) {
    byte[] bytes = new byte[256];
    Arrays.fill(bytes, (byte) fill);
    return new RingKey(bytes);
  }

  @Test
  void keepsKeysForItsOwnerOnly() throws IOException {
    assertThat(folder.ids()).isEmpty();
    assertThat(folder.install(key(1))).isTrue();
    assertThat(folder.install(key(2))).isTrue();
    assertThat(folder.install(key(1))).isFalse();
    assertThat(folder.ids()).containsExactlyInAnyOrder(key(1).id(), key(2).id());
    assertThat(folder.read(key(2).id()).fingerprint()).isEqualTo(key(2).fingerprint());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
        .isEqualTo("rwx------");
    Path file = folder.path().resolve(key(1).name() + ".key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
  }

  /** SEC-H1 (c), (5): what is retired can be brought back. */
  @Test
  void aRetiredKeyIsKeptForAWhile() throws IOException {
    folder.install(key(1));
    folder.install(key(2));
    folder.retire(key(1).id());
    assertThat(folder.ids()).containsExactly(key(2).id());
    assertThat(folder.retired()).containsExactly(key(1).id());
    assertThat(folder.readRetired(key(1).id()).fingerprint()).isEqualTo(key(1).fingerprint());
    assertThat(KeyFiles.read(folder.path().resolve(key(1).name() + ".key.retired")).id())
        .isEqualTo(key(1).id());
    assertThat(folder.install(key(1))).isTrue();
    assertThat(folder.retired()).isEmpty();
    for (int fill = 3; fill < 20; fill++) {
      folder.install(key(fill));
      Path file = folder.path().resolve(key(fill).name() + ".key");
      Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1000L * fill));
      folder.retire(key(fill).id());
      assertThat(folder.retired()).contains(key(fill).id()).hasSizeLessThanOrEqualTo(8);
    }
    assertThat(folder.retired()).contains(key(12).id()).doesNotContain(key(11).id());
    folder.retire(12345);
    assertThat(folder.ids()).hasSize(2);
  }

  /** SEC-L6: a folder that was there before is not taken as it is. */
  @Test
  void aFolderThatOthersEnterIsRefused() throws IOException {
    folder.check();
    folder.install(key(1));
    folder.check();
    for (String open : new String[] {"rwxrwxrwx", "rwx-----x", "rwxrwx---", "rwx---r--"}) {
      Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString(open));
      assertThatThrownBy(folder::check)
          .isInstanceOf(EvsException.class)
          .hasMessageContainingAll("is open to others (" + open + ")", "chmod 700");
    }
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwxr-x---"));
    folder.check();
    folder.store(new KeyFolder.State(1, key(1).id(), Set.of()));
    Path state = folder.path().resolve("state");
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThatThrownBy(folder::state).hasMessageContaining("is open to others");
  }

  /** FIELD-4 (T1-4): what root writes in a service's folder is the service's. */
  @Test
  void rootGivesFilesToTheOwnerOfTheFolder() throws IOException {
    Files.createDirectories(folder.path());
    try {
      Files.setAttribute(folder.path(), "unix:uid", 12345);
      Files.setAttribute(folder.path(), "unix:gid", 12346);
    } catch (java.nio.file.FileSystemException notRoot) {
      org.junit.jupiter.api.Assumptions.abort("only root gives files away");
    }
    Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString("rwx------"));
    folder.install(key(1));
    folder.store(new KeyFolder.State(1, key(1).id(), Set.of(1L)));
    folder.hold().orElseThrow().close();
    try (var files = Files.list(folder.path())) {
      assertThat(files)
          .hasSize(3)
          .allSatisfy(
              file -> {
                assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
                assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(12346);
              });
    }
    assertThat(folder.read(key(1).id()).id()).isEqualTo(key(1).id());
    assertThat(folder.state().generation()).isEqualTo(1);
    // A node of root's does not take another user's folder.
    assertThatThrownBy(folder::check).hasMessageContaining("belongs to");
    // Root's file of an earlier version is put right by installing again.
    Path file = folder.path().resolve(key(1).name() + ".key");
    Files.setAttribute(file, "unix:uid", 0);
    assertThat(folder.install(key(1))).isFalse();
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
  }

  /** SEC-L23: others see that a node runs with it. */
  @Test
  void oneNodeHoldsIt() throws IOException {
    java.io.Closeable held = folder.hold().orElseThrow();
    assertThat(folder.hold()).isEmpty();
    held.close();
    folder.hold().orElseThrow().close();
  }

  @Test
  void remembersWhichKeyIsInUse() {
    assertThat(folder.state()).isEqualTo(KeyFolder.State.NONE);
    KeyFolder.State state = new KeyFolder.State(7, key(1).id(), Set.of(3L, 0xffff_ffffL));
    folder.store(state);
    folder.store(state);
    assertThat(new KeyFolder(folder.path()).state()).isEqualTo(state);
    assertThat(folder.ids()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithIt() throws IOException {
    folder.install(key(1));
    Path state = folder.path().resolve("state");
    Files.writeString(state, "generation x\nactive 1\nseen \n");
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(folder::state).hasMessageContaining("is damaged: delete it");
    Files.writeString(state, "generation 9223372036854775807\nactive 00000001\nseen \n");
    assertThatThrownBy(folder::state).hasMessageContaining("is damaged: delete it");
    Path other = folder.path().resolve(key(2).name() + ".key");
    Files.copy(folder.path().resolve(key(1).name() + ".key"), other);
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r--------"));
    assertThatThrownBy(() -> folder.read(key(2).id()))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("holds key " + key(1).name());
    assertThatThrownBy(() -> folder.read(12345)).hasMessageContaining("does not exist");
  }

  /** T1-A7: the sentence named the folder and then, as the reason, the folder. */
  @Test
  void aFolderThatCannotBeUsedIsNamedOnceAndWithAReason() throws IOException {
    folder.install(key(1));
    Files.createDirectory(
        folder.path().resolve("state"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    assertThatThrownBy(folder::state)
        .isInstanceOf(EvsException.class)
        .hasMessage("key ring " + folder.path() + " cannot be read: it is a folder");
    Path file = Files.createFile(home.resolve("file"));
    KeyFolder below = new KeyFolder(file.resolve("keys"));
    assertThatThrownBy(() -> below.install(key(1)))
        .isInstanceOf(EvsException.class)
        .hasMessage("key ring " + below.path() + " cannot be written: it is not a folder");
  }
}
