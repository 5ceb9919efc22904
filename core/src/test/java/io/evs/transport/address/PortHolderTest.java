package io.evs.transport.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("FIELD-14: who has a port is named, or how to find that out")
class PortHolderTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops\n";

  @TempDir Path proc;

  @Test
  void theProcessIsNamed() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/net/udp")), "needs Linux");
    String self = " by process " + ProcessHandle.current().pid() + " (";
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket udp = new DatagramSocket(0, loopback);
        ServerSocket tcp = new ServerSocket(0, 1, loopback)) {
      assertThat(PortHolder.advice("udp", udp.getLocalPort())).startsWith(self);
      assertThat(PortHolder.advice("tcp", tcp.getLocalPort())).startsWith(self);
      assertThat(
              BindErrors.explain(
                      loopback,
                      List.of(udp.getLocalPort()),
                      new IOException("Address already in use"))
                  .getMessage())
          .startsWith("port " + udp.getLocalPort() + " of 127.0.0.1 is in use" + self)
          .endsWith("): stop it or choose another port");
    }
  }

  @Test
  void aCommandOfOursIsNamedByItsWords() throws IOException {
    process("77", "4242", "java", "/usr/bin/java\0-cp\0x\0io.evs.cli.Main\0group\0listen\0chat\0");
    assertThat(new PortHolder(proc).find("udp", 5405)).contains("77 (evs group listen)");
    process("77", "4242", "ev\u001bil", "ev\u001bil\0");
    assertThat(new PortHolder(proc).find("udp", 5405)).contains("77 (ev\\x1bil)");
  }

  @Test
  void whatThisUserMayNotSeeIsLeftToRoot() throws IOException {
    process("77", "4243", "other", "other\0");
    assertThat(new PortHolder(proc).find("udp", 5405)).isEmpty();
    assertThat(new PortHolder(proc).find("udp", 5406)).isEmpty();
    assertThat(new PortHolder(proc.resolve("none")).find("udp", 5405)).isEmpty();
    assertThat(PortHolder.advice("tcp", 1))
        .contains("`ss -tlpn sport = :1` names to root, or choose another port");
  }

  /** A process with one socket; port 5405 belongs to that with the number 4242. */
  private void process(String pid, String socket, String name, String words) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net/udp"),
        HEAD + "  9: 0100007F:151D 00000000:0000 07 0:0 00:00000000 00000000  0 0 4242 2 0 0\n");
    Path descriptors = Files.createDirectories(proc.resolve(pid).resolve("fd"));
    Path link = descriptors.resolve("3");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("socket:[" + socket + "]"));
    Files.writeString(proc.resolve(pid).resolve("comm"), name + "\n");
    Files.writeString(proc.resolve(pid).resolve("cmdline"), words);
  }
}
