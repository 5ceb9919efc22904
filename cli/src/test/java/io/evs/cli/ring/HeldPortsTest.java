package io.evs.cli.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** The house, section 6: no port is "free a moment ago". */
class HeldPortsTest {
  private static int bind(int port) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void eachIsKeptUntilItIsReleased() throws Exception {
    try (HeldPorts ports = new HeldPorts(20)) {
      assertThat(ports.numbers()).hasSize(20).doesNotHaveDuplicates();
      ports.release(3);
      assertThat(bind(ports.numbers().get(3))).isEqualTo(ports.numbers().get(3));
      assertThatThrownBy(() -> bind(ports.numbers().get(4))).isInstanceOf(BindException.class);
    }
  }
}
