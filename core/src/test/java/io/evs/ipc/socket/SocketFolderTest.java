package io.evs.ipc.socket;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that served in a folder of another user gave the permissions of the socket to whatever
 * that user had linked there in between: with root, to any file.
 */
class SocketFolderTest {
  private static final long OWN = SocketFile.ownUid();

  @TempDir private Path home;

  private Path folder(String permissions) throws IOException {
    Path folder = Files.createDirectories(home.resolve("run").resolve("evs"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    return folder;
  }

  private static void refused(Path folder, long own, String why) {
    assertThatThrownBy(() -> new SocketFolder(own).check(folder))
        .isInstanceOfSatisfying(
            EvsException.class,
            refused -> {
              if (refused.code() != EvsException.Code.ACCESS) {
                throw new AssertionError(refused.code());
              }
            })
        .hasMessageStartingWith("folder ")
        .hasMessageContaining(why)
        .hasMessageContaining("ipc.socket");
  }

  private static void taken(Path folder, long own) {
    assertThatCode(() -> new SocketFolder(own).check(folder)).doesNotThrowAnyException();
  }

  @Test
  void ownFoldersAreTaken() throws IOException {
    assumeTrue(OWN >= 0);
    taken(folder("rwx------"), OWN);
    taken(folder("rwxr-xr-x"), OWN);
    taken(home.getParent(), OWN);
  }

  @Test
  void whatEverybodyCanWriteIsRefusedUnlessSticky() throws IOException {
    assumeTrue(OWN >= 0);
    Path folder = folder("rwxrwxrwx");
    refused(folder, OWN, "can be written by everybody");
    Path within = Files.createDirectory(folder.resolve("deeper"));
    refused(within, OWN, "folder " + folder.toRealPath() + " can be written by everybody");
    Files.setAttribute(folder, "unix:mode", 01777);
    taken(within, OWN);
  }

  /** As somebody else than this process, so that the test need not be root. */
  @Test
  void aFolderOfAnotherUserIsRefused() throws IOException {
    assumeTrue(OWN >= 0);
    if (OWN != 0) {
      refused(folder("rwx------"), OWN + 1, "belongs to user ");
      return;
    }
    Path folder = folder("rwx------");
    Files.setAttribute(folder, "unix:uid", 12345);
    refused(folder, 0, "belongs to user 12345");
    assertThatThrownBy(() -> SocketFile.open(IpcSettings.of(folder.resolve("evs.sock"))))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("belongs to user 12345");
    taken(folder, 12345);
  }

  @Test
  void aFolderThatAGroupCanWriteIsRefusedToRoot() throws IOException {
    assumeTrue(OWN == 0);
    Path folder = folder("rwxrwx---");
    taken(folder, 0);
    Files.setAttribute(folder, "unix:gid", 12345);
    refused(folder, 0, "can be written by its group");
    taken(folder, 1);
  }
}
