package io.evs.transport;

import io.evs.security.Envelope;
import io.evs.totem.wire.Header;
import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transport behind an {@link Envelope}: each packet is sealed once, however many it goes to, and
 * nothing that the envelope refuses reaches the member.
 */
public final class SecureTransport extends ForwardingTransport {
  private static final int POOL_KEEP = 1024;
  private static final int DATAGRAM_MAX_BYTES = 1 << 16;

  private final Envelope envelope;
  private final PacketPool pool;
  private final List<Packet> sealed = new ArrayList<>();
  private final byte[] opened = new byte[DATAGRAM_MAX_BYTES];

  /**
   * Puts an envelope before a transport that was not started yet.
   *
   * @param packetBytes size of the member's packets, without the envelope
   */
  public SecureTransport(Transport real, Envelope envelope, int packetBytes) {
    super(real);
    this.envelope = envelope;
    this.pool = new PacketPool(Math.max(2048, packetBytes + envelope.overheadBytes()), POOL_KEEP);
    real.outbox().seal(this::seal);
  }

  private final class Opener implements Handler {
    private final Handler handler;

    /** Takes what comes out of an envelope, whose own packet then takes the next. */
    private Packet spare;

    Opener(Handler handler) {
      this.handler = handler;
    }

    @Override
    public boolean admits(InetSocketAddress from) {
      return handler.admits(from);
    }

    @Override
    public Packet acquire(int bytes) {
      return handler.acquire(bytes);
    }

    @Override
    public void datagram(Packet packet, InetSocketAddress from) {
      if (!handler.admits(from)) {
        handler.refused(packet);
        return;
      }
      if (spare == null) {
        spare = handler.acquire(0);
      }
      // Packets of another size keep their own array: who sends long datagrams must not make the
      // member hold long arrays for short packets.
      boolean swaps = packet.data().length == spare.data().length;
      byte[] plain = swaps ? spare.data() : opened;
      int length =
          envelope.open(packet.data(), packet.length(), from, plain, SecureTransport.this::reply);
      if (length == Envelope.NOTHING) {
        handler.refused(packet);
        return;
      }
      Packet taken = swaps ? spare : packet;
      if (swaps) {
        spare = packet;
      } else {
        System.arraycopy(opened, 0, packet.data(), 0, length);
      }
      taken.length(length);
      handler.datagram(taken, from);
    }

    @Override
    public void refused(Packet packet) {
      handler.refused(packet);
    }

    @Override
    public void turn() {
      handler.turn();
    }

    @Override
    public void closed(Throwable error) {
      handler.closed(error);
    }
  }

  @Override
  public void start(Handler handler) {
    real.start(new Opener(handler));
  }

  private Packet seal(Packet plain) {
    Packet out = pool.acquire(plain.length() + envelope.overheadBytes());
    out.length(envelope.seal(plain.data(), plain.length(), out.data()));
    out.sealedType(plain.length() > Header.LENGTH ? Header.type(plain.data()) : -1);
    sealed.add(out);
    return out;
  }

  private void reply(InetSocketAddress to, byte[] data, int length) {
    Packet packet = pool.copyOf(data, 0, length);
    sealed.add(packet);
    real.outbox().unicastSealed(to, packet);
    flush();
  }

  @Override
  public void flush() {
    real.flush();
    for (int i = 0; i < sealed.size(); i++) {
      pool.release(sealed.get(i));
    }
    sealed.clear();
    pool.recycle();
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> values = new LinkedHashMap<>(real.counters());
    values.putAll(envelope.counters());
    return values;
  }
}
