package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.TotemOption;
import io.evs.transport.address.PathMtu;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PacketSizeTest {
  private static final PathMtu ETH0 = new PathMtu(1500, "eth0");

  private static PacketSize of(long netmtu, boolean six, int overhead) {
    EvsConfig config = EvsConfig.builder().totem(TotemOption.NETMTU, netmtu).build();
    return PacketSize.of(config, ETH0, six, overhead);
  }

  private static void refused(long netmtu, boolean six, int overhead, String range) {
    assertThatThrownBy(() -> of(netmtu, six, overhead))
        .isInstanceOfSatisfying(
            EvsException.class,
            error -> assertThat(error.code()).isEqualTo(EvsException.Code.INVALID_PARAM))
        .hasMessage("totem.netmtu is " + netmtu + ": it must be " + range);
  }

  @Test
  @DisplayName("FIELD-8: too small a netmtu is a mistake of the configuration, with the real range")
  void theLeastIsWhatWorksWithKeyAndVersion() {
    refused(576, false, 42, "646 to 65535 (IPv4, with a key)");
    refused(645, false, 42, "646 to 65535 (IPv4, with a key)");
    refused(603, false, 0, "604 to 65535 (IPv4)");
    refused(623, true, 0, "624 to 65535 (IPv6)");
    assertThat(of(646, false, 42).bytes()).isEqualTo(576);
    assertThat(of(604, false, 0).bytes()).isEqualTo(576);
    assertThat(of(65_535, false, 42).bytes()).isEqualTo(65_507 - 42);
  }

  @Test
  @DisplayName("FIELD-8: what limits the packets is named")
  void theLimitIsNamed() {
    EvsConfig config = EvsConfig.builder().build();
    assertThat(of(9000, false, 0).limit()).isEqualTo("totem.netmtu 9000");
    assertThat(PacketSize.of(config, new PathMtu(1400, "tun0"), false, 0))
        .isEqualTo(new PacketSize(1372, "MTU 1400 of tun0"));
    assertThat(PacketSize.of(config, new PathMtu(65_536, "lo"), false, 0).limit())
        .isEqualTo("MTU 1500, the most that is used without totem.netmtu");
    assertThatThrownBy(() -> PacketSize.of(config, new PathMtu(296, "d0"), false, 0))
        .isInstanceOf(EvsException.class)
        .hasMessageStartingWith("the MTU of interface d0 is 296: it must be 604 to 65535 (IPv4);");
  }
}
