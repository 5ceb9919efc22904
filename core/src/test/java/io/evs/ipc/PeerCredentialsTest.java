package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("SEC-S6: a number is an id, also where a user or a group is called so")
class PeerCredentialsTest {
  private static final int LISTED = 1000;
  private static final int CALLED_SO = 4711;
  private static final IpcSettings SETTINGS =
      new IpcSettings(Path.of("s"), "0666", List.of(1000L), List.of(1000L), List.of(1000L), 1);

  /** A user or a group of that id. */
  private record Numbered(int id) implements GroupPrincipal {
    @Override
    public String getName() {
      return Integer.toString(id);
    }
  }

  /** As the system does it: names first, then numbers. */
  private static final class Directory extends UserPrincipalLookupService {
    @Override
    public Numbered lookupPrincipalByName(String name) {
      return new Numbered(name.equals("1000") ? CALLED_SO : Integer.parseInt(name));
    }

    @Override
    public Numbered lookupPrincipalByGroupName(String name) {
      return lookupPrincipalByName(name);
    }
  }

  @Test
  void whoIsCalledANumberIsNotMeantByIt() throws Exception {
    PeerCredentials access = new PeerCredentials(SETTINGS, 7, new Directory());
    Numbered other = new Numbered(5);
    assertThat(access.peer(new Numbered(LISTED), other).administers()).isTrue();
    assertThat(access.peer(other, new Numbered(LISTED)).administers()).isFalse();
    assertThatThrownBy(() -> access.peer(new Numbered(CALLED_SO), other))
        .isInstanceOf(AccessRefusedException.class);
    assertThatThrownBy(() -> access.peer(other, new Numbered(CALLED_SO)))
        .isInstanceOf(AccessRefusedException.class);
  }

  @Test
  void theSystemTakesSuchNumbersForTheUser(@TempDir Path own) throws IOException {
    UserPrincipalLookupService system = FileSystems.getDefault().getUserPrincipalLookupService();
    assertThat(system.lookupPrincipalByName("+" + SocketFile.owner(own)))
        .isEqualTo(Files.getOwner(own));
  }
}
