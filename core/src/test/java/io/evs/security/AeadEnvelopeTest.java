package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.SecuritySuite;
import io.evs.security.key.RingKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AeadEnvelopeTest extends EnvelopeBed {
  @ParameterizedTest
  @EnumSource(names = {"AES_256_GCM", "CHACHA20_POLY1305"})
  void aMemberIsAdmittedByAChallengeAndThenHeard(SecuritySuite which) {
    suite = which;
    Peer one = new Peer(1, key(1));
    Peer two = new Peer(2, key(1));
    one.receive(two.seal(HELLO), two.address, one, two);
    assertThat(one.received).isEmpty();
    assertThat(one.count("admitted")).isEqualTo(1);
    byte[] sealed = two.seal(HELLO);
    assertThat(new String(sealed)).doesNotContain("packet");
    one.receive(sealed, two.address, one, two);
    assertThat(one.received).containsExactly(TEXT);
    assertThat(sealed).hasSize(HELLO.length + 42);
  }

  @ParameterizedTest
  @EnumSource(names = {"AES_256_GCM", "CHACHA20_POLY1305"})
  void anyFlippedBitIsRefused(SecuritySuite which) {
    suite = which;
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] sealed = two.seal(HELLO);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      one.receive(sealed, two.address, one, two);
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      now += 10_000_000;
    }
    assertThat(one.received).isEmpty();
    // The packet itself is still welcome, even if a forged one had its number a moment ago.
    one.receive(sealed, two.address, one, two);
    assertThat(one.received).hasSize(1);
  }

  @Test
  void recordsAreRefusedInAnyOrderAndByMembersThatRestarted() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    List<byte[]> recorded = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      recorded.add(two.seal(HELLO));
      one.receive(recorded.get(i), two.address, one, two);
    }
    assertThat(one.received).hasSize(1000);
    recorded.forEach(each -> one.receive(each, two.address, one, two));
    recorded.forEach(each -> one.receive(each, address(9), one, two));
    assertThat(one.received).hasSize(1000);
    assertThat(one.count("rejected_replayed")).isEqualTo(2000);
    // One starts again, and knows nothing: two is alive and answers, yet its old packets stay out.
    Peer again = new Peer(1, key(1));
    for (byte[] each : recorded) {
      now += 5_000_000;
      again.receive(each, two.address, again, two);
    }
    assertThat(again.received).isEmpty();
    assertThat(again.count("admitted")).isEqualTo(1);
    again.receive(two.seal(HELLO), two.address, again, two);
    assertThat(again.received).hasSize(1);
  }

  @Test
  void aStartThatIsOverIsNeverAdmitted() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] old = two.seal(HELLO);
    Peer twoAgain = new Peer(2, key(1));
    one.receive(twoAgain.seal(HELLO), twoAgain.address, one, twoAgain);
    one.receive(old, two.address, one, twoAgain);
    now += 5_000_000;
    one.receive(twoAgain.seal(HELLO), twoAgain.address, one, twoAgain);
    assertThat(one.received).hasSize(1);
    assertThat(one.count("admitted")).isEqualTo(2);
  }

  @Test
  void aRecordedChallengeOrAnswerAdmitsNobody() {
    Peer one = new Peer(1, key(1));
    Peer two = new Peer(2, key(1));
    List<byte[]> toTwo = new ArrayList<>();
    List<byte[]> toOne = new ArrayList<>();
    byte[] first = two.seal(HELLO);
    byte[] out = new byte[1 << 16];
    one.envelope.open(
        first,
        first.length,
        two.address,
        out,
        (to, data, length) -> toTwo.add(Arrays.copyOf(data, length)));
    byte[] challenge = toTwo.get(0);
    two.envelope.open(
        challenge,
        challenge.length,
        one.address,
        out,
        (to, data, length) -> toOne.add(Arrays.copyOf(data, length)));
    byte[] answer = toOne.get(0);
    Peer third = new Peer(3, key(1));
    // The answer was for one; to others, from elsewhere, or too late it means nothing.
    third.receive(answer, two.address, third);
    one.receive(answer, address(9), one);
    now += 11_000_000_000L;
    one.receive(answer, two.address, one);
    third.receive(challenge, one.address, third);
    assertThat(one.count("admitted") + third.count("admitted")).isZero();
    assertThat(third.count("answers_sent")).isZero();
  }

  @Test
  void otherKeysAndNoEnvelopeAreNamedOnceASecond() {
    Peer one = new Peer(1, key(1));
    Peer stranger = new Peer(2, key(2));
    for (int i = 0; i < 100; i++) {
      one.receive(stranger.seal(HELLO), stranger.address, one, stranger);
    }
    assertThat(seen).containsExactly("10.0.0.2 uses another key: its packets are dropped");
    now += 1_000_000_000L;
    byte[] plain = {0x70, (byte) 0xc0, 3};
    one.receive(Arrays.copyOf(plain, 100), address(7), one);
    assertThat(seen).hasSize(2).contains("10.0.0.7 sends without a key: its packets are dropped");
    assertThat(one.count("rejected_other_key")).isEqualTo(100);
    assertThat(one.count("rejected_no_envelope")).isEqualTo(1);
    assertThat(one.received).isEmpty();
  }

  @Test
  void aFloodOfStrangersCostsABoundedAmountOfWork() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] forged = two.seal(HELLO);
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(Arrays.copyOfRange(forged, 10, 18));
      forged[12] = (byte) i;
      forged[13] = (byte) (i >>> 8);
      one.receive(forged, address(3 + i % 200), one, two);
      now += 10_000;
    }
    // A second's worth, and what was saved up before.
    assertThat(one.count("rejected_forged")).isLessThan(2 * 4096 + 1);
    assertThat(one.count("rejected_over_budget")).isGreaterThan(90_000);
    one.receive(two.seal(HELLO), two.address, one, two);
    assertThat(one.received).hasSize(1);
  }

  @Test
  void keysChangeWithoutLosingAPacket() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    RingKey next = key(2);
    one.keys.install(next);
    two.keys.install(next);
    byte[] under1 = two.seal(HELLO);
    assertThat(two.keys.use(next.id())).isTrue();
    byte[] under2 = two.seal(HELLO);
    one.receive(under2, two.address, one, two);
    one.receive(under1, two.address, one, two);
    one.receive(two.seal(HELLO), two.address, one, two);
    assertThat(one.received).hasSize(3);
    assertThat(one.keys.use(next.id())).isTrue();
    assertThat(one.keys.retire(key(1).id())).isTrue();
    two.keys.use(key(1).id());
    one.receive(two.seal(HELLO), two.address, one, two);
    assertThat(one.received).hasSize(3);
    assertThat(one.keys.retire(next.id())).as("the active key stays").isFalse();
  }

  @Test
  void anythingAtAllIsRefusedWithoutHarm() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = new byte[random.nextInt(120)];
      random.nextBytes(data);
      if (data.length > 0 && i % 2 == 0) {
        data[0] = EnvelopeHeader.VERSION_VALUE;
      }
      one.receive(data, two.address, one, two);
    }
    assertThat(one.received).isEmpty();
    now += 1_000_000_000L;
    one.receive(two.seal(new byte[0]), two.address, one, two);
    assertThat(one.received).containsExactly("");
  }
}
