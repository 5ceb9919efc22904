package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evs.security.key.RingKey;
import io.evs.totem.wire.Captures;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoberEnvelopeTest {
  private static final InetSocketAddress FROM = new InetSocketAddress("127.0.0.1", 5405);
  private static final byte[] NO_SEED = new byte[32];
  private static final String CAPTURE = "corosync-1.4-udpu-secauth";

  private final byte[] out = new byte[1 << 16];
  private final List<String> told = new ArrayList<>();
  private long now;

  /** Surroundings whose first random bytes are a vector's. */
  private final class Seeded implements Surroundings {
    private byte[] seed;

    Seeded(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void random(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public boolean isOwn(InetSocketAddress address) {
      return false;
    }

    @Override
    public void stranger(InetSocketAddress from, String does) {
      told.add(does);
    }
  }

  static List<JsonNode> harness() {
    return Vectors.read("secauth-vectors.json", "harness_vectors");
  }

  static List<JsonNode> live() {
    return Vectors.read("secauth-vectors.json", "live_packets");
  }

  private SoberEnvelope envelope(JsonNode vector, byte[] seed) {
    return new SoberEnvelope(Vectors.bytes(vector, "authkey"), new Seeded(seed));
  }

  private int open(SoberEnvelope envelope, byte[] packet) {
    now += 10_000_000L;
    return open(envelope, packet, FROM);
  }

  private int open(SoberEnvelope envelope, byte[] packet, InetSocketAddress from) {
    return envelope.open(packet, packet.length, from, out, (to, data, length) -> {});
  }

  @ParameterizedTest
  @MethodSource("harness")
  void sealsToTheBytesOfCorosync(JsonNode vector) {
    byte[] plain = Vectors.bytes(vector, "plaintext");
    SoberEnvelope envelope = envelope(vector, Vectors.bytes(vector, "salt_prng_seed"));
    int length = envelope.seal(plain, plain.length, out);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(Vectors.bytes(vector, "packet"));
  }

  @ParameterizedTest
  @MethodSource({"harness", "live"})
  void opensWhatCorosyncSealed(JsonNode vector) {
    byte[] packet = Vectors.bytes(vector, "packet");
    SoberEnvelope envelope = envelope(vector, NO_SEED);
    int length = open(envelope, packet);
    assertThat(Arrays.copyOf(out, length)).isEqualTo(Vectors.bytes(vector, "plaintext"));
    // As openais 0.80 and threaded senders have it: without the type byte.
    length = open(envelope, Arrays.copyOf(packet, packet.length - 1));
    assertThat(Arrays.copyOf(out, length)).isEqualTo(Vectors.bytes(vector, "plaintext"));
  }

  @ParameterizedTest
  @MethodSource({"harness", "live"})
  void oneFlippedBitIsRefused(JsonNode vector) {
    byte[] packet = Vectors.bytes(vector, "packet");
    SoberEnvelope envelope = envelope(vector, NO_SEED);
    // All but the type byte, which nothing protects.
    for (int bit = 0; bit < 8 * (packet.length - 1); bit += 3) {
      packet[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(open(envelope, packet)).as("bit " + bit).isEqualTo(Envelope.NOTHING);
      packet[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void aRealRingsPacketsOpenWithItsKeyOnly() throws IOException {
    byte[] key;
    try (InputStream in = Captures.class.getResourceAsStream("/captures/" + CAPTURE + ".authkey")) {
      key = in.readAllBytes();
    }
    List<byte[]> packets = Captures.packets(CAPTURE);
    assertThat(packets).hasSizeGreaterThan(1000);
    SoberEnvelope right = new SoberEnvelope(new RingKey(key), new Seeded(NO_SEED));
    key[77] ^= 1;
    SoberEnvelope wrong = new SoberEnvelope(new RingKey(key), new Seeded(NO_SEED));
    Random random = new Random(1);
    for (byte[] packet : packets) {
      assertThat(open(right, packet)).isEqualTo(packet.length - 37);
      // Little-endian packets of corosync 1.x: type 0 to 5, and 0xff22 to detect the byte order.
      assertThat(out[0]).isBetween((byte) 0, (byte) 5);
      assertThat(Arrays.copyOfRange(out, 2, 4)).isEqualTo(new byte[] {0x22, (byte) 0xff});
      assertThat(open(wrong, packet)).isEqualTo(Envelope.NOTHING);
      packet[random.nextInt(packet.length - 1)] ^= (byte) (1 << random.nextInt(8));
      assertThat(open(right, packet)).isEqualTo(Envelope.NOTHING);
    }
  }

  @Test
  void shortPacketsAreRefused() {
    SoberEnvelope envelope = new SoberEnvelope(new RingKey(new byte[128]), new Seeded(NO_SEED));
    for (int length = 0; length < 40; length++) {
      assertThat(open(envelope, new byte[length])).isEqualTo(Envelope.NOTHING);
    }
    assertThat(envelope.counters()).containsEntry("security_rejected_short", 37L);
  }

  /** SEC-L10: the work for strangers is bounded, members do not share it, and it is said who. */
  @Test
  void aFloodOfStrangersCostsABoundedAmountOfWorkAndIsNamed() {
    byte[] key = new byte[128];
    SoberEnvelope one = new SoberEnvelope(new RingKey(key), new Seeded(new byte[32]));
    key[5] = 1;
    SoberEnvelope other = new SoberEnvelope(new RingKey(key), new Seeded(new byte[32]));
    byte[] foreign = seal(other);
    byte[] right = seal(one);
    assertThat(open(one, right)).isPositive();
    for (int i = 0; i < 100_000; i++) {
      InetSocketAddress from = new InetSocketAddress("127.0.1." + i % 2, 1 + i % 60_000);
      assertThat(open(one, foreign, from)).isEqualTo(Envelope.NOTHING);
    }
    assertThat(one.counters().get("security_rejected_forged")).isLessThanOrEqualTo(256);
    assertThat(one.counters().get("security_rejected_over_budget")).isGreaterThan(99_000);
    assertThat(told).containsExactly("uses another key, or none: its packets are dropped");
    assertThat(open(one, seal(one), FROM)).isPositive();
  }

  private static byte[] seal(SoberEnvelope envelope) {
    byte[] sealed = new byte[100 + envelope.overheadBytes()];
    envelope.seal(new byte[100], 100, sealed);
    return sealed;
  }
}
