package io.evs.transport.address;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Linux says of an IPv6 address of this machine; the JDK only says that it is there. */
public enum AddressState {
  /** It can be used. */
  READY,
  /** Its interface still asks whether another host has it. */
  TENTATIVE,
  /** Another host has it. */
  DUPLICATE,
  /** Chosen by chance for a while, so that this host is not known by it. */
  TEMPORARY,
  /** Its time is over; nothing new is to use it. */
  DEPRECATED;

  // Numbers of linux/if_addr.h.
  private static final int IFA_F_TEMPORARY = 0x01;
  private static final int IFA_F_DADFAILED = 0x08;
  private static final int IFA_F_DEPRECATED = 0x20;
  private static final int IFA_F_TENTATIVE = 0x40;
  private static final Path TABLE = Path.of("/proc/net/if_inet6");

  /** The states of this machine's IPv6 addresses; none where the system does not tell them. */
  public static Map<InetAddress, AddressState> ofThisMachine() {
    try {
      return parse(Files.readAllLines(TABLE));
    } catch (IOException notLinux) {
      return Map.of();
    }
  }

  /** Reads lines of {@code address index prefix scope flags name}, all in hexadecimal. */
  static Map<InetAddress, AddressState> parse(List<String> lines) throws IOException {
    Map<InetAddress, AddressState> states = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 6) {
        InetAddress address = InetAddress.getByAddress(HexFormat.of().parseHex(words[0]));
        states.put(address, of(Integer.parseInt(words[4], 16)));
      }
    }
    return states;
  }

  private static AddressState of(int flags) {
    if ((flags & IFA_F_DADFAILED) != 0) {
      return DUPLICATE;
    }
    if ((flags & IFA_F_TENTATIVE) != 0) {
      return TENTATIVE;
    }
    if ((flags & IFA_F_TEMPORARY) != 0) {
      return TEMPORARY;
    }
    return (flags & IFA_F_DEPRECATED) != 0 ? DEPRECATED : READY;
  }

  /** Why an address cannot be bound now, for people; empty if nothing is known against it. */
  public Optional<String> againstBinding(String address) {
    return switch (this) {
      case TENTATIVE ->
          Optional.of(
              address
                  + " is not ready yet: its interface still asks whether another host has it; try"
                  + " again in a few seconds");
      case DUPLICATE ->
          Optional.of(
              address + " is in use by another host of its network: give one of them another");
      default -> Optional.empty();
    };
  }
}
