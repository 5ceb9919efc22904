package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.evs.SecuritySuite;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Any bytes as a sealed datagram, from an admitted member's address: refused, without harm. */
class EnvelopeFuzzTest {
  private static final InetSocketAddress ONE = new InetSocketAddress("127.0.0.1", 1);
  private static final InetSocketAddress TWO = new InetSocketAddress("127.0.0.1", 2);
  private static final int OUT_BYTES = 1 << 16;

  private final byte[] out = new byte[OUT_BYTES];
  private long now;

  /** Its salt depends on the input, or the fuzzer would bring right packets of other inputs. */
  private AeadEnvelope envelope(int id, byte[] data) {
    InetSocketAddress own = id == 1 ? ONE : TWO;
    return new AeadEnvelope(
        new AeadEnvelope.Start(SecuritySuite.AES_256_GCM, "demo", id, 1_000_000_000L),
        new KeyRing(new RingKey(new byte[128])),
        new TestSurroundings(31L * Arrays.hashCode(data) + id, () -> now, own));
  }

  /** The first byte says which byte of a right packet the rest takes the place of. */
  @FuzzTest
  void sealed(byte[] data) {
    AeadEnvelope one = envelope(1, data);
    AeadEnvelope two = envelope(2, data);
    admit(one, two);
    byte[] plain = Arrays.copyOf(data, Math.min(data.length, 1500));
    byte[] right = seal(two, plain);
    byte[] changed = right.clone();
    int from = data.length == 0 ? 0 : (data[0] & 0xff) % right.length;
    for (int i = 1; i < data.length && from + i - 1 < changed.length; i++) {
      changed[from + i - 1] = data[i];
    }
    if (!Arrays.equals(changed, right)) {
      assertThat(open(one, changed)).isEqualTo(Envelope.NOTHING);
    }
    assertThat(open(one, data)).isEqualTo(Envelope.NOTHING);
    assertThat(open(one, right)).isEqualTo(plain.length);
    assertThat(Arrays.copyOf(out, plain.length)).isEqualTo(plain);
    assertThat(open(one, right)).isEqualTo(Envelope.NOTHING);
  }

  @FuzzTest
  void sober(byte[] data) {
    SoberEnvelope envelope =
        new SoberEnvelope(new RingKey(new byte[128]), new TestSurroundings(1, () -> now, ONE));
    assertThat(open(envelope, data)).isEqualTo(Envelope.NOTHING);
    byte[] plain = Arrays.copyOf(data, Math.min(data.length, 1500));
    assertThat(open(envelope, seal(envelope, plain))).isEqualTo(plain.length);
    assertThat(Arrays.copyOf(out, plain.length)).isEqualTo(plain);
  }

  private void admit(AeadEnvelope one, AeadEnvelope two) {
    byte[] first = seal(two, new byte[60]);
    one.open(
        first,
        first.length,
        TWO,
        out,
        (to, challenge, length) ->
            two.open(
                challenge.clone(),
                length,
                ONE,
                new byte[OUT_BYTES],
                (back, answer, size) -> one.open(answer.clone(), size, TWO, out, null)));
    assertThat(one.counters()).containsEntry("security_admitted", 1L);
  }

  private static byte[] seal(Envelope envelope, byte[] plain) {
    byte[] sealed = new byte[plain.length + envelope.overheadBytes()];
    assertThat(envelope.seal(plain, plain.length, sealed)).isEqualTo(sealed.length);
    return sealed;
  }

  private int open(Envelope envelope, byte[] data) {
    now += 1_000_000_000L;
    return envelope.open(data, data.length, TWO, out, (to, reply, length) -> {});
  }
}
