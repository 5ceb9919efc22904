package io.evs.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.transport.address.AddressState;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BindAddressTest {
  private final List<InetAddress> eth0 = new ArrayList<>();
  private final Map<InetAddress, AddressState> states = new HashMap<>();

  private final BindAddress.Machine machine =
      new BindAddress.Machine() {
        @Override
        public Optional<List<InetAddress>> ofInterface(String name) {
          return name.equals("eth0") ? Optional.of(eth0) : Optional.empty();
        }

        @Override
        public List<NetworkInterface> having(InetAddress address) {
          return eth0.contains(address) ? interfaces().subList(0, 1) : List.of();
        }

        @Override
        public Map<InetAddress, AddressState> states() {
          return states;
        }

        @Override
        public String describe() {
          return "eth0 and its addresses";
        }

        @Override
        public InetAddress lookUp(String host) throws UnknownHostException {
          return InetAddress.getByName(host);
        }
      };

  /** Any interface will do. */
  private static List<NetworkInterface> interfaces() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces());
    } catch (java.net.SocketException none) {
      throw new AssertionError(none);
    }
  }

  private void has(String address, AddressState state) throws UnknownHostException {
    InetAddress made = InetAddress.getByName(address);
    eth0.add(made);
    states.put(made, state);
  }

  private String chosen(String text, Optional<Boolean> six) {
    return new BindAddress(machine, six).of(text).getHostAddress();
  }

  private String chosen(String text) {
    return chosen(text, Optional.empty());
  }

  @Test
  @DisplayName("FIELD-28: lasting addresses before link-local, temporary and deprecated never")
  void choosesTheAddressThatLasts() throws Exception {
    has("fe80::1", AddressState.READY);
    assertThat(chosen("eth0")).startsWith("fe80:");
    has("fd77::dead:1", AddressState.DEPRECATED);
    has("fd77::aaaa", AddressState.TEMPORARY);
    assertThat(chosen("eth0")).startsWith("fe80:");
    has("fd77::5", AddressState.READY);
    assertThat(chosen("eth0")).isEqualTo("fd77:0:0:0:0:0:0:5");
    has("10.0.0.1", AddressState.READY);
    assertThat(chosen("eth0")).isEqualTo("10.0.0.1");
  }

  @Test
  @DisplayName("FIELD-28: peers that are addresses say of which version this one must be")
  void theVersionOfThePeersCounts() throws Exception {
    has("10.0.0.1", AddressState.READY);
    has("fd77::5", AddressState.READY);
    assertThat(chosen("eth0", Optional.of(true))).isEqualTo("fd77:0:0:0:0:0:0:5");
    eth0.remove(0);
    assertThatThrownBy(() -> chosen("eth0", Optional.of(false)))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("no lasting address of IPv4");
  }

  @Test
  @DisplayName(
      "FIELD-16: a tentative address is not ready yet, and a link-local one does not stand in")
  void aTentativeAddressIsNotReadyYet() throws Exception {
    has("fe80::1", AddressState.READY);
    has("fd77::5", AddressState.TENTATIVE);
    for (String bind : List.of("eth0", "fd77::5")) {
      assertThatThrownBy(() -> chosen(bind))
          .isInstanceOf(EvsException.class)
          .hasMessageContaining("is not ready yet");
    }
    has("fd77::6", AddressState.DUPLICATE);
    assertThatThrownBy(() -> chosen("fd77::6")).hasMessageContaining("another host");
  }

  @Test
  @DisplayName("FIELD-28: a link-local address gets the scope of its only interface")
  void aLinkLocalAddressGetsItsScope() throws Exception {
    has("fe80::1", AddressState.READY);
    assertThat(chosen("fe80::1")).contains("%");
  }

  @Test
  @DisplayName("FIELD-16: an interface without an address yet is not taken for a name")
  void anInterfaceWithoutAddress() {
    assertThatThrownBy(() -> chosen("eth0"))
        .hasMessage("interface eth0 has no lasting address: bind to another, or give it one");
  }

  @Test
  void whatIsNotHereIsNamed() {
    assertThatThrownBy(() -> chosen("10.9.9.9"))
        .hasMessage(
            "10.9.9.9 is not an address of this machine: bind to one of eth0 and its addresses");
  }
}
