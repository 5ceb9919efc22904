package io.evs.transport;

import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.WireLimits;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Packets queued for one flush, each with its destinations. Neighbours with the same destinations
 * form a run, which a transport may send as one burst per destination.
 */
public final class Outbox {
  /** Largest payload of a UDP datagram over IPv4. */
  static final int DATAGRAM_MAX_BYTES = WireLimits.DATAGRAM_MAX_BYTES;

  private static final InetSocketAddress[] NOBODY = {};

  private final TransportCounters counters;
  private final boolean groupSends;
  private UnaryOperator<Packet> envelope = UnaryOperator.identity();
  private InetSocketAddress[] ringMembers = NOBODY;
  private InetSocketAddress[] peers = NOBODY;
  private InetSocketAddress[] lastUnicast = {null};
  private Packet[] packets = new Packet[128];
  private InetSocketAddress[][] destinations = new InetSocketAddress[128][];
  private int size;

  /** An outbox; with a group all multicasts and announcements go there. */
  Outbox(TransportCounters counters, InetSocketAddress groupOrNull) {
    this.counters = counters;
    this.groupSends = groupOrNull != null;
    if (groupSends) {
      ringMembers = new InetSocketAddress[] {groupOrNull};
      peers = ringMembers;
    }
  }

  /** Each packet queued from now on goes through this first, once for all its destinations. */
  void seal(UnaryOperator<Packet> sealer) {
    envelope = sealer;
  }

  /** Addresses of the other members of the ring; without meaning where a group is used. */
  public void ringMembers(List<InetSocketAddress> addresses) {
    if (!groupSends) {
      ringMembers = addresses.toArray(NOBODY);
    }
  }

  /** Addresses of all peers; without meaning where a group is used. */
  public void peers(List<InetSocketAddress> addresses) {
    if (!groupSends) {
      peers = addresses.toArray(NOBODY);
    }
  }

  /** Queues a packet to all ring members. Its bytes must stay unchanged until the flush. */
  public void multicast(Packet packet) {
    add(packet, ringMembers);
  }

  /** Queues a packet to everybody. */
  public void announce(Packet packet) {
    add(packet, peers);
  }

  /** Queues a packet to one address. */
  public void unicast(InetSocketAddress to, Packet packet) {
    add(packet, only(to));
  }

  /** The same with one that is in its envelope. */
  void unicastSealed(InetSocketAddress to, Packet packet) {
    put(packet, only(to));
  }

  private InetSocketAddress[] only(InetSocketAddress to) {
    // The token goes to the same successor again and again: one array serves until it changes.
    if (!to.equals(lastUnicast[0])) {
      lastUnicast = new InetSocketAddress[] {to};
    }
    return lastUnicast;
  }

  private void add(Packet packet, InetSocketAddress[] to) {
    if (to.length > 0) {
      put(envelope.apply(packet), to);
    }
  }

  private void put(Packet packet, InetSocketAddress[] to) {
    if (packet.length() > DATAGRAM_MAX_BYTES) {
      counters.oversizedDropped++;
      return;
    }
    if (size == packets.length) {
      packets = Arrays.copyOf(packets, size * 2);
      destinations = Arrays.copyOf(destinations, size * 2);
    }
    packets[size] = packet;
    destinations[size] = to;
    size++;
  }

  int size() {
    return size;
  }

  Packet packet(int index) {
    return packets[index];
  }

  InetSocketAddress[] destinations(int index) {
    return destinations[index];
  }

  /**
   * First index after {@code from} that may not travel in one burst with it. Only message packets
   * to the same destinations may: what is sent more than once for safety (tokens, leave messages)
   * must not be lost as one.
   */
  int runEnd(int from) {
    InetSocketAddress[] to = destinations[from];
    int end = from + 1;
    while (end < size && destinations[end] == to && isMessage(from) && isMessage(end)) {
      end++;
    }
    return end;
  }

  private boolean isMessage(int index) {
    Packet packet = packets[index];
    if (packet.isSealed()) {
      return packet.sealedType() == Header.MCAST;
    }
    return packet.length() > Header.LENGTH && Header.type(packet.data()) == Header.MCAST;
  }

  void clear() {
    Arrays.fill(packets, 0, size, null);
    Arrays.fill(destinations, 0, size, null);
    size = 0;
  }
}
