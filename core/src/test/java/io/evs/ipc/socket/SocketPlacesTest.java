package io.evs.ipc.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a node is looked for, with folders of this user in the place of the system's. */
@DisplayName("FIELD-33: the socket is found whatever su and sudo leave in the environment")
class SocketPlacesTest {
  private static final long UID = SocketFile.ownUid();

  @TempDir Path folder;
  private Path run;
  private Path own;
  private Path state;

  @BeforeEach
  void makeFolders() throws IOException {
    run = folder.resolve("run");
    own = Files.createDirectories(run.resolve(Long.toString(UID)));
    state = Files.createDirectory(folder.resolve("state"));
  }

  private SocketPlaces places(Map<String, String> environment, long uid) {
    return SocketPlaces.of(environment, state, uid, run);
  }

  @Test
  void withoutTheVariableTheUsersRuntimeFolderIsLookedAt() {
    SocketPlaces bare = places(Map.of(), UID);
    assertThat(bare.all()).containsExactly(own.resolve("evs/evs.sock"), state.resolve("evs.sock"));
    assertThat(bare.toBind()).isEqualTo(own.resolve("evs/evs.sock"));
    assertThat(bare.toFind()).isEqualTo(bare.toBind());
    assertThat(bare.remark()).isEmpty();
    assertThat(places(Map.of("XDG_RUNTIME_DIR", own.toString()), UID).all()).isEqualTo(bare.all());
  }

  @Test
  void aFolderOfSomebodyElseIsLeftOutWithARemark() throws IOException {
    // Nothing here belongs to that user.
    long other = UID + 1;
    Files.createDirectory(run.resolve(Long.toString(other)));
    SocketPlaces foreign = places(Map.of("XDG_RUNTIME_DIR", own.toString()), other);
    assertThat(foreign.all()).containsExactly(state.resolve("evs.sock"));
    assertThat(foreign.remark())
        .isEqualTo("XDG_RUNTIME_DIR is left out: " + own + " is not a folder of this user");
    String missing = run.resolve("none").toString();
    assertThat(places(Map.of("XDG_RUNTIME_DIR", missing), UID).remark()).contains(missing);
    assertThat(places(Map.of("XDG_RUNTIME_DIR", "here"), UID).remark()).contains("here");
  }

  @Test
  void aNodeThatAnswersIsFoundBehindASocketThatWasLeftBehind() throws IOException {
    SocketPlaces bare = places(Map.of(), UID);
    Files.createDirectory(own.resolve("evs"));
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(bare.toBind()))
        .close();
    assertThat(bare.toFind()).isEqualTo(bare.toBind());
    try (ServerSocketChannel started = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      started.bind(UnixDomainSocketAddress.of(state.resolve("evs.sock")));
      assertThat(bare.toFind()).isEqualTo(state.resolve("evs.sock"));
    }
  }
}
