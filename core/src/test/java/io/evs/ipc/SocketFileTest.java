package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.evs.EvsException;
import io.evs.ExpectsLog;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.LockFile;
import io.evs.ipc.socket.SocketFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExpectsLog(" was removed; ")
class SocketFileTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("evs.sock");
  }

  private SocketFile open() {
    return SocketFile.open(IpcSettings.of(path()));
  }

  private static void giveToNobody(Path file) throws IOException {
    assumeTrue(SocketFile.ownUid() == 0, "only root gives files away");
    Files.setAttribute(file, "unix:uid", NOBODY);
  }

  /** FIELD-13: a cleaner takes a socket that the kernel knows by another name for dead. */
  @Test
  void theKernelKnowsTheSocketByItsName() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/net/unix")));
    SocketFile socket = open();
    assertThat(Files.readAllLines(Path.of("/proc/net/unix")))
        .anyMatch(line -> line.endsWith(" " + path()))
        .noneMatch(line -> line.contains(path() + "."));
    socket.close();
  }

  /** FIELD-13: once removed, it never came back. */
  @Test
  void aSocketThatWasRemovedIsMadeAnewAndServed() throws IOException {
    try (Daemon daemon = Daemon.start(Daemon.ring().nodeId(1).build(), IpcSettings.of(path()));
        EvsClient before = EvsClient.connect(path())) {
      daemon.node.awaitMembers(1, Daemon.LONG);
      Files.delete(path());
      Files.delete(LockFile.of(path()));
      assertThatThrownBy(() -> EvsClient.connect(path()))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("no evs node serves");
      daemon.server.lookAtSocket();
      await().until(() -> Files.exists(path()));
      await()
          .untilAsserted(
              () -> {
                try (EvsClient after = EvsClient.connect(path())) {
                  assertThat(after.id()).isEqualTo(before.id());
                }
              });
      assertThat(before.configuration()).isPresent();
      assertThatThrownBy(this::open).hasMessageContaining("another evs node serves");
    }
    assertThat(path()).doesNotExist();
    assertThat(LockFile.of(path())).doesNotExist();
  }

  /** FIELD-13: a socket that is gone is told from a node that does not run. */
  @Test
  void aClientIsToldWhichProcessServedASocketThatIsGone() throws IOException {
    SocketFile socket = open();
    Files.delete(path());
    assertThatThrownBy(() -> EvsClient.connect(path()))
        .hasMessageContaining("process " + ProcessHandle.current().pid() + " served " + path());
    socket.close();
  }

  @Test
  void whatAnotherHasPutInThePlaceOfTheSocketIsLeftAlone() throws IOException {
    SocketFile socket = open();
    Files.delete(path());
    Files.writeString(path(), "another's");
    assertThatThrownBy(socket::renew).hasMessageContaining("is not a socket");
    socket.close();
    assertThat(path()).hasContent("another's");
  }

  /** SEC-L1: whoever may read the lock file may lock it, and the node does not start. */
  @Test
  void nobodyElseMayReadTheLockFileWhichGoesWithTheSocket() throws IOException {
    Files.writeString(LockFile.of(path()), "left by a daemon that was killed");
    Files.setPosixFilePermissions(
        LockFile.of(path()), PosixFilePermissions.fromString("rw-r--r--"));
    SocketFile socket = open();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(LockFile.of(path()))))
        .isEqualTo("rw-------");
    socket.close();
    assertThat(LockFile.of(path())).doesNotExist();
  }

  /** SEC-L2: what a link points to was emptied. */
  @Test
  void aLinkInPlaceOfTheLockFileIsNotFollowed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Files.createSymbolicLink(LockFile.of(path()), precious);
    assertThatThrownBy(this::open)
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("is not a file of evs");
    assertThat(precious).hasContent("precious");
  }

  /** In /tmp anybody may have put it there: a client that looked into it read without end. */
  @Test
  @Timeout(20)
  void whatIsNoFileIsNotReadForItsOwner() throws IOException {
    Path socket = folder.resolve("none.sock");
    Files.createSymbolicLink(LockFile.of(socket), Path.of("/dev/zero"));
    assertThat(LockFile.livingOwner(socket)).isEmpty();
    Files.delete(LockFile.of(socket));
    Files.writeString(LockFile.of(socket), ProcessHandle.current().pid() + "\n" + "x".repeat(200));
    assertThat(LockFile.livingOwner(socket)).hasValue(ProcessHandle.current().pid());
  }

  /** FIELD-26: the message named neither the file nor its owner. */
  @Test
  void aLockFileOfAnotherUserIsNamedWithItsOwner() throws IOException {
    Files.writeString(LockFile.of(path()), "17");
    giveToNobody(LockFile.of(path()));
    assertThatThrownBy(this::open)
        .isInstanceOf(EvsException.class)
        .hasMessageContaining(LockFile.of(path()) + " belongs to user nobody: remove it");
    assertThat(LockFile.of(path())).hasContent("17");
  }

  /** SEC-L4: between bind and chmod, others could get into the queue. */
  @Test
  void whoConnectsBeforeTheSocketHasItsModeIsNotServed() throws IOException {
    try (ServerSocketChannel fresh = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      fresh.bind(UnixDomainSocketAddress.of(path()), 2);
      try (SocketChannel early = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
        SocketFile.refuseEarly(fresh);
        assertThat(early.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(fresh.accept()).isNull();
      }
    }
  }

  /** SEC-L2: anybody can be first to serve a name in a folder such as /tmp. */
  @Test
  void aSocketOfAnotherUserInAFolderThatEverybodyMayWriteIsNotUsed() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path theirs = open.resolve("evs.sock");
    try (ServerSocketChannel impostor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      impostor.bind(UnixDomainSocketAddress.of(theirs));
      giveToNobody(theirs);
      assertThatThrownBy(() -> EvsClient.connect(theirs))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining(
              "belongs to user nobody and is in a folder that everybody may write");
    }
  }
}
