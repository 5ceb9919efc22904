package io.evs.transport.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BindErrorsTest {
  private static String explained(String address, String error) throws Exception {
    return BindErrors.explain(InetAddress.getByName(address), List.of(5405), new IOException(error))
        .getMessage();
  }

  @Test
  @DisplayName("T2-6: no call, no number and no word of Java in the sentence of a failed bind")
  void theSentenceIsForPeople() throws Exception {
    assertThat(explained("10.0.0.1", "bind(..) failed with error(-22): Invalid argument"))
        .isEqualTo("cannot bind 10.0.0.1 port 5405: invalid argument");
    assertThat(explained("fe80::1", "bind(..) failed with error(-22): Invalid argument"))
        .isEqualTo(
            "fe80:0:0:0:0:0:0:1 is link-local and says no interface: add it, as in"
                + " fe80:0:0:0:0:0:0:1%eth0");
    assertThat(explained("10.0.0.1", "bind(..) failed with error(-98): Address already in use"))
        .startsWith("port 5405 of 10.0.0.1 is in use");
  }

  @Test
  @DisplayName("FIELD-8: a wildcard minds only the interfaces by which peers are reached")
  void aWildcardMindsTheInterfacesOfPeersOnly() throws Exception {
    InetAddress wildcard = InetAddress.getByName("0.0.0.0");
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    PathMtu ofLoopback = Interfaces.mtu(loopback, List.of());
    assertThat(ofLoopback.interfaceName()).isEqualTo("lo");
    assertThat(Interfaces.mtu(wildcard, List.of(loopback))).isEqualTo(ofLoopback);
    assertThat(Interfaces.mtu(wildcard, List.of())).isEqualTo(new PathMtu(1500, ""));
  }
}
