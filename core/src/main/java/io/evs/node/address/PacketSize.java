package io.evs.node.address;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.TotemOption;
import io.evs.totem.wire.WireLimits;
import io.evs.transport.address.PathMtu;
import java.util.OptionalLong;

/**
 * How large packets are, and what decides it.
 *
 * @param bytes largest packet of the protocol, 576 to 65,507
 * @param limit what decides, for people
 */
public record PacketSize(int bytes, String limit) {
  /** The least that the protocol works with. */
  static final int LEAST_BYTES = WireLimits.DATAGRAM_MIN_BYTES;

  private static final int MOST_BYTES = WireLimits.DATAGRAM_MAX_BYTES;
  private static final int ETHERNET_MTU_BYTES = 1500;

  /**
   * The size for a configuration.
   *
   * @param six whether the IP version is 6
   * @param overheadBytes what the envelope adds to a packet; 0 without a key
   * @throws EvsException INVALID_PARAM if packets would be smaller than the protocol needs, with
   *     the range that works here
   */
  static PacketSize of(EvsConfig config, PathMtu path, boolean six, int overheadBytes) {
    OptionalLong configured = config.totem(TotemOption.NETMTU);
    int taken = (six ? 48 : 28) + overheadBytes;
    int mtu =
        configured.isPresent()
            ? Math.toIntExact(configured.getAsLong())
            : Math.min(ETHERNET_MTU_BYTES, path.bytes());
    int bytes = Math.min(MOST_BYTES - overheadBytes, mtu - taken);
    if (bytes < LEAST_BYTES) {
      int least = LEAST_BYTES + taken;
      String range =
          least
              + " to 65535 ("
              + (six ? "IPv6" : "IPv4")
              + (overheadBytes > 0 ? ", with a key)" : ")");
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          configured.isPresent()
              ? "totem.netmtu is " + mtu + ": it must be " + range
              : "the MTU of interface "
                  + path.interfaceName()
                  + " is "
                  + mtu
                  + ": it must be "
                  + range
                  + "; raise it, or set totem.netmtu and let packets be fragmented");
    }
    return new PacketSize(bytes, limit(configured.isPresent(), mtu, path));
  }

  private static String limit(boolean configured, int mtu, PathMtu path) {
    if (configured) {
      return "totem.netmtu " + mtu;
    }
    return path.bytes() > ETHERNET_MTU_BYTES || path.interfaceName().isEmpty()
        ? "MTU " + mtu + ", the most that is used without totem.netmtu"
        : "MTU " + mtu + " of " + path.interfaceName();
  }
}
