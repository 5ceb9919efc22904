package io.evs.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ExpectsLog;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SEC-H1: what a client of another user gets, who may connect and not administer. */
@Timeout(60)
@ExpectsLog("lets every user of this machine use the node")
class OperatorAccessTest {
  private static final String NOBODY = "65534";
  private static final String PYTHON = "/usr/bin/python3";

  /** HELLO, then one request; prints the type of the answer and, of a refusal, its code. */
  private static final String CLIENT =
      """
      import socket, struct, sys
      s = socket.socket(socket.AF_UNIX)
      s.connect(sys.argv[1])
      f = s.makefile("rb")
      def send(kind, body):
          s.sendall(struct.pack("<IBI", 5 + len(body), kind, 0) + body)
      def answer():
          length, = struct.unpack("<I", f.read(4))
          frame = f.read(length)
          return frame[0], frame[5:]
      send(1, b"EVS1" + struct.pack("<HIH", 1, 1023 << 22, 0))
      answer()
      send(int(sys.argv[2]), bytes.fromhex(sys.argv[3]) if len(sys.argv) > 3 else b"")
      kind, body = answer()
      if kind == 0x83:
          print(kind, struct.unpack("<H", body[:2])[0])
      elif kind == 0x84:
          print(kind, struct.unpack("<I", body[8:12])[0] >> 22)
      else:
          print(kind)
      """;

  @TempDir private Path folder;

  private String ask(String uid, Path socket, int type, String... argument) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", PYTHON));
    command.addAll(List.of("-c", CLIENT, socket.toString(), Integer.toString(type)));
    command.addAll(List.of(argument));
    Process client;
    try {
      client = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException noSetpriv) {
      return Assumptions.abort("needs setpriv and python3");
    }
    assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new String(client.getInputStream().readAllBytes(), "UTF-8").strip();
  }

  private static NodeControl leaving(AtomicInteger left) {
    return new NodeControl() {
      @Override
      public void leave() {
        left.incrementAndGet();
      }

      @Override
      public void logLevel(String level) {
        throw new AssertionError(level);
      }
    };
  }

  @Test
  void anotherUserLooksAndUsesGroupsAndDoesNotAdminister() throws Exception {
    Assumptions.assumeTrue(SocketFile.ownUid() == 0, "only root can be another user");
    Assumptions.assumeTrue(Files.isExecutable(Path.of(PYTHON)), "needs " + PYTHON);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path socket = folder.resolve("evs.sock");
    IpcSettings open =
        new IpcSettings(
            socket, "0666", List.of(), List.of(), List.of(), IpcSettings.DEFAULT_QUEUE_BYTES);
    try (Daemon daemon = Daemon.start(Daemon.ring().nodeId(1).build(), open)) {
      daemon.node.awaitMembers(1, Daemon.LONG);
      String unlimited = "00000000";
      assertThat(ask(NOBODY, socket, Protocol.OPEN_OPERATOR, unlimited))
          .as("FAILED, ACCESS")
          .isEqualTo("131 11");
      assertThat(ask(NOBODY, socket, Protocol.OPEN, unlimited))
          .as("OPENED; an agent's process id was asked for")
          .isEqualTo("132 0");
      assertThat(ask(NOBODY, socket, Protocol.STATUS_ALL, "e8030000"))
          .as("STATUS_ALL_IS")
          .isEqualTo("137");
      assertThat(ask(NOBODY, socket, Protocol.EVENTS, "0000000000000000" + "05000000"))
          .as("EVENTS_ARE")
          .isEqualTo("160");
      AtomicInteger left = new AtomicInteger();
      daemon.server.control(leaving(left));
      for (String order : List.of("000000", "01" + "0500" + "6465627567")) {
        assertThat(ask(NOBODY, socket, Protocol.CONTROL, order))
            .as("FAILED, ACCESS")
            .isEqualTo("131 11");
      }
      assertThat(left).hasValue(0);
      assertThat(ask("0", socket, Protocol.CONTROL, "000000")).as("DONE").isEqualTo("130");
      assertThat(left).hasValue(1);
      assertThat(ask("0", socket, Protocol.OPEN_OPERATOR, unlimited))
          .as("OPENED, with the number of operators")
          .isEqualTo("132 1022");
    }
  }
}
