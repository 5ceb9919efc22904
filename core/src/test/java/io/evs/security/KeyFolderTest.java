package io.evs.security;

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
    folder.remove(key(1).id());
    assertThat(folder.ids()).containsExactly(key(2).id());
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
    Files.writeString(folder.path().resolve("state"), "generation x\nactive 1\nseen \n");
    assertThatThrownBy(folder::state).hasMessageContaining("is damaged: delete it");
    Path other = folder.path().resolve(key(2).name() + ".key");
    Files.copy(folder.path().resolve(key(1).name() + ".key"), other);
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r--------"));
    assertThatThrownBy(() -> folder.read(key(2).id()))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("holds key " + key(1).name());
    assertThatThrownBy(() -> folder.read(12345)).hasMessageContaining("does not exist");
  }
}
