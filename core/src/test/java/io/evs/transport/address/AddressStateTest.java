package io.evs.transport.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AddressStateTest {
  @Test
  @DisplayName("FIELD-16, FIELD-28: what the kernel says of IPv6 addresses")
  void readsTheTableOfTheKernel() throws Exception {
    assertThat(
            AddressState.parse(
                List.of(
                    "fd770000000000000000000000000001 02 40 00 c0     eth0",
                    "fd770000000000000000000000000002 02 40 00 80     eth0",
                    "fd770000000000000000000000000003 02 40 00 01     eth0",
                    "fd770000000000000000000000000004 02 40 00 a0     eth0",
                    "fd770000000000000000000000000005 02 40 00 c8     eth0",
                    "")))
        .hasSize(5)
        .containsEntry(InetAddress.getByName("fd77::1"), AddressState.TENTATIVE)
        .containsEntry(InetAddress.getByName("fd77::2"), AddressState.READY)
        .containsEntry(InetAddress.getByName("fd77::3"), AddressState.TEMPORARY)
        .containsEntry(InetAddress.getByName("fd77::4"), AddressState.DEPRECATED)
        .containsEntry(InetAddress.getByName("fd77::5"), AddressState.DUPLICATE);
  }
}
