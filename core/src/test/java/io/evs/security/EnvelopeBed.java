package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.SecuritySuite;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Members with envelopes, the network between them, and somebody who relays. */
class EnvelopeBed {
  static final String TEXT = "a packet of the ring that is as long as its tokens and joins";
  static final byte[] HELLO = TEXT.getBytes();
  static final long TOKEN_NANOS = 1_000_000_000L;

  final Random random = new Random(3);
  final List<String> seen = new ArrayList<>();
  SecuritySuite suite = SecuritySuite.AES_256_GCM;
  long now;

  /** A member: its envelope, address, and what it has opened. */
  final class Peer implements Surroundings {
    final InetSocketAddress address;
    final Set<InetSocketAddress> own = new HashSet<>();
    final KeyRing keys;
    final AeadEnvelope envelope;
    final List<String> received = new ArrayList<>();
    final byte[] out = new byte[1 << 16];

    Peer(int id, RingKey key) {
      this(id, key, address(id), "demo");
    }

    Peer(int id, RingKey key, InetSocketAddress at, String ring) {
      address = at;
      keys = new KeyRing(key);
      own.add(at);
      envelope = new AeadEnvelope(new AeadEnvelope.Start(suite, ring, id, TOKEN_NANOS), keys, this);
    }

    @Override
    public void random(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public boolean isOwn(InetSocketAddress asked) {
      return own.contains(asked);
    }

    @Override
    public void stranger(InetSocketAddress from, String does) {
      seen.add(from.getAddress().getHostAddress() + " " + does);
    }

    byte[] seal(byte[] plain) {
      byte[] sealed = new byte[plain.length + envelope.overheadBytes()];
      assertThat(envelope.seal(plain, plain.length, sealed)).isEqualTo(sealed.length);
      return sealed;
    }

    /** Receives a datagram, and its answers reach whoever is at the address. */
    void receive(byte[] datagram, InetSocketAddress from, Peer... network) {
      int length =
          envelope.open(
              datagram,
              datagram.length,
              from,
              out,
              (to, data, size) -> {
                byte[] copy = Arrays.copyOf(data, size);
                for (Peer peer : network) {
                  if (peer.address.equals(to)) {
                    peer.receive(copy, address, network);
                  }
                }
              });
      if (length != Envelope.NOTHING) {
        received.add(new String(Arrays.copyOf(out, length)));
      }
    }

    long count(String counter) {
      return envelope.counters().get("security_" + counter);
    }
  }

  static InetSocketAddress address(int id) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) id}), 5405);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  static RingKey key(int fill) {
    byte[] bytes = new byte[256];
    Arrays.fill(bytes, (byte) fill);
    return new RingKey(bytes);
  }

  Peer admitted(Peer to) {
    Peer sender = new Peer(2, key(1));
    to.receive(sender.seal(HELLO), sender.address, sender, to);
    assertThat(to.count("admitted")).isPositive();
    return sender;
  }

  /**
   * A packet of two comes to one from an address, the challenge to two from another; the answer, or
   * what is none.
   */
  byte[] relayed(
      Peer one, Peer two, byte[] packet, InetSocketAddress as, InetSocketAddress challenger) {
    byte[] challenge = reply(one, packet, as);
    return reply(two, challenge, challenger);
  }

  static byte[] reply(Peer to, byte[] packet, InetSocketAddress from) {
    List<byte[]> replies = new ArrayList<>(List.of(new byte[0]));
    int length =
        to.envelope.open(
            packet,
            packet.length,
            from,
            to.out,
            (where, data, size) -> replies.add(Arrays.copyOf(data, size)));
    assertThat(length).isEqualTo(Envelope.NOTHING);
    return replies.get(replies.size() - 1);
  }
}
