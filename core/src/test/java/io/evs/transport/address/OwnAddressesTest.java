package io.evs.transport.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
  private static final int PORT = 5405;

  private static InetSocketAddress address(int a, int b, int c, int d, int port) {
    try {
      byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBoundSocketHasItsAddressAlone() {
    OwnAddresses own = new OwnAddresses(address(192, 0, 2, 1, PORT));
    assertThat(own.has(address(192, 0, 2, 1, PORT), 0)).isTrue();
    assertThat(own.has(address(192, 0, 2, 1, PORT + 1), 0)).isFalse();
    assertThat(own.has(address(127, 0, 0, 1, PORT), 0)).isFalse();
  }

  @Test
  void aWildcardHasTheAddressesOfAllInterfacesAtItsPort() {
    OwnAddresses own = new OwnAddresses(address(0, 0, 0, 0, PORT));
    assertThat(own.has(address(127, 0, 0, 1, PORT), 0)).isTrue();
    assertThat(own.has(address(127, 0, 0, 9, PORT), 0)).isTrue();
    assertThat(own.has(address(127, 0, 0, 1, PORT + 1), 0)).isFalse();
    // Of the range for documentation, which no machine has.
    assertThat(own.has(address(192, 0, 2, 1, PORT), 0)).isFalse();
  }
}
