package io.evs.node.address;

import io.evs.EvsException;
import io.evs.text.Causes;
import io.evs.transport.address.AddressState;
import io.evs.transport.address.Interfaces;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which address of this machine {@code bind} means. May wait for DNS. */
final class BindAddress {
  private static final Logger LOG = LoggerFactory.getLogger(BindAddress.class);

  /** What is asked of the machine. */
  interface Machine {
    /** Addresses of an interface, which may have none yet; empty if there is no such. */
    Optional<List<InetAddress>> ofInterface(String name) throws IOException;

    /** Interfaces that have this address. */
    List<NetworkInterface> having(InetAddress address) throws IOException;

    /** States of IPv6 addresses; one that is not there is ready. */
    Map<InetAddress, AddressState> states();

    /** All addresses, for people. */
    String describe() throws IOException;

    /** The first address of a name, or the one that the text is. */
    InetAddress lookUp(String host) throws UnknownHostException;
  }

  /** This machine. */
  static final Machine HERE =
      new Machine() {
        @Override
        public Optional<List<InetAddress>> ofInterface(String name) throws IOException {
          return Interfaces.byName(name);
        }

        @Override
        public List<NetworkInterface> having(InetAddress address) throws IOException {
          return Interfaces.having(address);
        }

        @Override
        public Map<InetAddress, AddressState> states() {
          return AddressState.ofThisMachine();
        }

        @Override
        public String describe() throws IOException {
          return Interfaces.describe();
        }

        @Override
        public InetAddress lookUp(String host) throws UnknownHostException {
          return InetAddress.getByName(host);
        }
      };

  private final Machine machine;
  private final Optional<Boolean> six;

  /**
   * A choice.
   *
   * @param six whether the address must be of IPv6; empty if either will do
   */
  BindAddress(Machine machine, Optional<Boolean> six) {
    this.machine = machine;
    this.six = six;
  }

  /**
   * The address of a text: an interface, an address or a name.
   *
   * @throws EvsException INVALID_PARAM with one sentence, if this machine has none such now
   */
  InetAddress of(String text) {
    try {
      Optional<List<InetAddress>> ofInterface = machine.ofInterface(text);
      return ofInterface.isEmpty() ? ofAddress(text) : choose(text, ofInterface.get());
    } catch (UnknownHostException unknown) {
      throw invalid("bind \"" + text + "\" is neither an interface nor an address of this machine");
    } catch (IOException error) {
      throw invalid("the network interfaces cannot be read: " + Causes.of(error));
    }
  }

  /** How good an address is, less is better: one that others can keep using comes first. */
  private static int rank(InetAddress address) {
    int version = address instanceof Inet6Address ? 1 : 0;
    return (address.isLinkLocalAddress() ? 2 : 0) + version;
  }

  private AddressState state(InetAddress address) {
    return machine.states().getOrDefault(address, AddressState.READY);
  }

  private InetAddress choose(String name, List<InetAddress> addresses) {
    List<InetAddress> lasting =
        addresses.stream()
            .filter(each -> six.isEmpty() || six.get() == each instanceof Inet6Address)
            .filter(
                each ->
                    state(each) != AddressState.TEMPORARY && state(each) != AddressState.DEPRECATED)
            .sorted(
                Comparator.comparingInt(BindAddress::rank)
                    .thenComparing(InetAddress::getHostAddress))
            .toList();
    if (lasting.isEmpty()) {
      throw invalid(
          "interface "
              + name
              + " has no lasting address"
              + six.map(is -> is ? " of IPv6" : " of IPv4").orElse("")
              + ": bind to another, or give it one");
    }
    InetAddress best = lasting.get(0);
    refuseIfNotReady(best);
    List<InetAddress> equal =
        lasting.stream().filter(each -> rank(each) == rank(best)).skip(1).toList();
    if (!equal.isEmpty() && !best.isLoopbackAddress()) {
      LOG.warn(
          "interface {} has several addresses; {} is used: set bind to {} for another",
          name,
          Interfaces.text(best),
          String.join(" or ", equal.stream().map(Interfaces::text).toList()));
    }
    return best;
  }

  private InetAddress ofAddress(String text) throws IOException {
    InetAddress address = machine.lookUp(text);
    if (address.isAnyLocalAddress()) {
      return address;
    }
    List<NetworkInterface> having = machine.having(address);
    if (having.isEmpty()) {
      throw invalid(
          text + " is not an address of this machine: bind to one of " + machine.describe());
    }
    refuseIfNotReady(address);
    return withScope(text, address, having);
  }

  private void refuseIfNotReady(InetAddress address) {
    state(address)
        .againstBinding(Interfaces.text(address))
        .ifPresent(
            reason -> {
              throw invalid(reason);
            });
  }

  /** A link-local address means something on one interface only. */
  private static InetAddress withScope(
      String text, InetAddress address, List<NetworkInterface> having) throws IOException {
    boolean needsScope =
        address instanceof Inet6Address
            && address.isLinkLocalAddress()
            && ((Inet6Address) address).getScopeId() == 0;
    if (!needsScope) {
      return address;
    }
    if (having.size() > 1) {
      throw invalid(
          text
              + " is an address of several interfaces: say which, as in "
              + text
              + "%"
              + having.get(0).getName());
    }
    return Inet6Address.getByAddress(null, address.getAddress(), having.get(0));
  }

  private static EvsException invalid(String message) {
    return new EvsException(EvsException.Code.INVALID_PARAM, message);
  }
}
