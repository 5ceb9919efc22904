package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.SecuritySuite;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody without the key may try: the findings of a review, each as it was found. */
class EnvelopeAttackTest extends EnvelopeBed {
  /** SEC-H2 (a): step 2 and 4 of the attack are played by whoever is at address 9. */
  @Test
  void anAnswerThatWasHeldBackOpensNoWindowAgain() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] token = two.seal(HELLO);
    byte[] answer = relayed(one, two, token, address(9), address(9));
    List<byte[]> recorded = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      recorded.add(two.seal(HELLO));
      one.receive(recorded.get(i), two.address, one, two);
    }
    one.receive(answer, address(9));
    recorded.forEach(each -> one.receive(each, address(9)));
    assertThat(one.received).hasSize(1000);
  }

  /** SEC-H2 (b): an answer of a start that is over, after a later start was admitted. */
  @Test
  void anAnswerOfAnEarlierStartAdmitsNobody() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] answer = relayed(one, two, two.seal(HELLO), address(9), address(9));
    List<byte[]> recorded = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      recorded.add(two.seal(HELLO));
    }
    Peer again = new Peer(2, key(1));
    one.receive(again.seal(HELLO), again.address, one, again);
    one.receive(answer, address(9));
    recorded.forEach(each -> one.receive(each, address(9)));
    recorded.forEach(each -> one.receive(each, two.address));
    assertThat(one.received).isEmpty();
    one.receive(again.seal(HELLO), again.address, one, again);
    assertThat(one.received).hasSize(1);
  }

  /** SEC-H2 (c): who only relays does not come to be where a member is. */
  @Test
  void aSessionIsNotMovedByWhoRelays() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] answer = relayed(one, two, two.seal(HELLO), address(9), address(9));
    one.receive(answer, address(9));
    one.receive(two.seal(HELLO), address(9));
    assertThat(one.received).isEmpty();
    one.receive(two.seal(HELLO), two.address);
    assertThat(one.received).hasSize(1);
  }

  /** SEC-H2: steps that go on for ever, with every packet and answer recorded and repeated. */
  @Test
  void anEarlierStartStaysDeadEvenIfItAnswers() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    Peer again = new Peer(2, key(1), address(2), "demo");
    one.receive(again.seal(HELLO), again.address, one, again);
    assertThat(one.count("admitted")).isEqualTo(2);
    for (int i = 0; i < 100; i++) {
      now += 100_000_000L;
      one.receive(two.seal(HELLO), two.address, one, two);
    }
    assertThat(one.received).isEmpty();
    assertThat(one.count("admitted")).isEqualTo(2);
    assertThat(seen).anyMatch(each -> each.contains("an earlier start of a node"));
    one.receive(again.seal(HELLO), again.address, one, again);
    assertThat(one.received).hasSize(1);
  }

  @Test
  void whoIsAskedAboutAnAddressOfAnotherSaysSoAndDoesNotAnswer() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] none = relayed(one, two, two.seal(HELLO), address(9), address(9));
    assertThat(none).isEmpty();
    assertThat(two.count("rejected_relayed")).isEqualTo(1);
    assertThat(seen.get(0)).startsWith("10.0.0.9 has a packet of this node that came from");
  }

  @Test
  void aMemberWithSeveralAddressesIsHeardFromEachAndEachPacketOnce() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    two.own.add(address(22));
    byte[] first = two.seal(HELLO);
    byte[] answer = relayed(one, two, first, address(22), one.address);
    one.receive(answer, address(22));
    byte[] second = two.seal(HELLO);
    one.receive(second, address(22));
    one.receive(second, two.address);
    one.receive(two.seal(HELLO), two.address);
    one.receive(answer, address(22));
    one.receive(first, address(22));
    assertThat(one.received).hasSize(2);
    assertThat(one.count("admitted")).isEqualTo(1);
  }

  @Test
  void aSecondNodeOfAnIdDoesNotTakeThePlaceOfOneThatIsAlive() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    Peer other = new Peer(2, key(1), address(22), "demo");
    for (int i = 0; i < 50; i++) {
      now += 100_000_000L;
      one.receive(other.seal(HELLO), other.address, one, two, other);
    }
    assertThat(one.received).isEmpty();
    assertThat(one.count("admitted")).isEqualTo(1);
    assertThat(one.count("rejected_duplicates")).isPositive();
    assertThat(seen).anyMatch(each -> each.startsWith("10.0.0.22 has the node id of 10.0.0.2"));
    one.receive(two.seal(HELLO), two.address);
    assertThat(one.received).hasSize(1);
    // It ends: after a token time-out the other takes its place.
    for (int i = 0; i < 20; i++) {
      now += 100_000_000L;
      one.receive(other.seal(HELLO), other.address, one, other);
    }
    assertThat(one.count("admitted")).isEqualTo(2);
    assertThat(one.received).hasSizeGreaterThan(1);
  }

  /** SEC-M8: a port of the same sum as the victim's, ports of one host, and both for long. */
  @Test
  void oneHostUsesUpNeitherAVictimsBudgetNorThatOfAll() throws UnknownHostException {
    for (int round = 0; round < 20; round++) {
      Peer one = new Peer(1, key(1));
      Peer two = new Peer(2, key(1));
      byte[] forged = two.seal(HELLO);
      forged[30] ^= 1;
      InetAddress host = address(9).getAddress();
      for (int i = 0; i < 20_000; i++) {
        now += 50_000;
        int port = i % 2 == 0 ? 5405 + address(2).hashCode() - address(9).hashCode() : 1024 + i;
        one.receive(forged, new InetSocketAddress(host, port), one, two);
      }
      assertThat(one.count("rejected_forged")).isLessThanOrEqualTo(128 + 256);
      one.receive(two.seal(HELLO), two.address, one, two);
      assertThat(one.count("admitted")).as("round " + round).isEqualTo(1);
    }
  }

  /** SEC-M8: nobody can say of two hosts that they share a place. */
  @Test
  void hostsShareAPlaceByChanceOnly() {
    int together = 0;
    for (int seed = 0; seed < 2000; seed++) {
      byte[] hashKey = new byte[Budget.KEY_BYTES];
      random.nextBytes(hashKey);
      Budget budget = new Budget(hashKey, 2, 4096, now);
      assertThat(budget.take(address(1).getAddress(), now)).isTrue();
      assertThat(budget.take(address(1).getAddress(), now)).isFalse();
      together += budget.take(address(2).getAddress(), now) ? 0 : 1;
    }
    assertThat(together).isLessThan(20);
  }

  /** SEC-M8, third part: a flood under a member's address while keys change. */
  @Test
  void aChangeOfKeysNeedsNoBudget() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    one.keys.install(key(2));
    two.keys.install(key(2));
    byte[] under1 = two.seal(HELLO);
    two.keys.use(key(2).id());
    byte[] forged = two.seal(HELLO);
    forged[40] ^= 1;
    for (int i = 0; i < 10_000; i++) {
      one.receive(forged, two.address, one, two);
      byte[] unknown = forged.clone();
      random.nextBytes(unknown);
      System.arraycopy(forged, 0, unknown, 0, 10);
      one.receive(unknown, two.address, one, two);
    }
    assertThat(one.count("rejected_over_budget")).isPositive();
    one.receive(two.seal(HELLO), two.address);
    one.receive(under1, two.address);
    assertThat(one.received).hasSize(2);
  }

  /** SEC-M8: a start of which an authentic packet came gets its answer through any flood. */
  @Test
  void whoIsAskedNeedsNoBudgetToAnswer() {
    Peer one = new Peer(1, key(1));
    Peer two = new Peer(2, key(1));
    byte[] answer = relayed(one, two, two.seal(HELLO), two.address, one.address);
    byte[] forged = two.seal(HELLO);
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(forged);
      System.arraycopy(two.seal(HELLO), 0, forged, 0, 10);
      one.receive(forged, two.address);
    }
    assertThat(one.count("rejected_over_budget")).isGreaterThan(4_000);
    one.receive(answer, two.address);
    assertThat(one.count("admitted")).isEqualTo(1);
  }

  /** SEC-M11: one key on two rings is as two keys. */
  @Test
  void packetsOfAnotherRingWithTheSameKeyCostNothing() {
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    Peer test = new Peer(2, key(1), address(2), "test");
    for (int i = 0; i < 10_000; i++) {
      one.receive(test.seal(HELLO), test.address, one, test);
    }
    assertThat(one.count("rejected_other_key")).isEqualTo(10_000);
    assertThat(one.count("rejected_forged") + one.count("rejected_over_budget")).isZero();
    one.receive(two.seal(HELLO), two.address);
    assertThat(one.received).hasSize(1);
  }

  /** SEC-L11: the same key under another suite is named, and costs no budget. */
  @Test
  void anotherSuiteIsNamed() {
    Peer one = new Peer(1, key(1));
    suite = SecuritySuite.CHACHA20_POLY1305;
    Peer other = new Peer(2, key(1));
    for (int i = 0; i < 10_000; i++) {
      one.receive(other.seal(HELLO), other.address, one, other);
    }
    assertThat(seen)
        .containsExactly("10.0.0.2 uses security suite chacha20-poly1305: its packets are dropped");
    assertThat(one.count("rejected_forged") + one.count("rejected_over_budget")).isZero();
  }

  @Test
  void theVersionBeforeIsNamed() {
    Peer one = new Peer(1, key(1));
    byte[] old = new Peer(2, key(1)).seal(HELLO);
    old[0] = EnvelopeHeader.VERSION_BEFORE;
    one.receive(old, address(2));
    assertThat(seen)
        .containsExactly(
            "10.0.0.2 has an older version of evs: its packets are dropped; upgrade it");
  }

  /**
   * SEC-L9: recorded packets under a victim's address, for whom all members then have questions.
   */
  @Test
  void challengesDoNotFlood() {
    Peer one = new Peer(1, key(1));
    List<byte[]> recorded = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      recorded.add(new Peer(2 + i % 7, key(1)).seal(HELLO));
    }
    for (int i = 0; i < 10_000; i++) {
      now += 1_000_000L;
      one.receive(recorded.get(i % 500), address(9));
    }
    assertThat(one.count("challenges_sent")).isLessThanOrEqualTo(10 * 16 + 8);
    byte[] small = new Peer(3, key(1)).seal(new byte[Admission.SEALED_CHALLENGE - 42 - 1]);
    long before = one.count("challenges_sent");
    one.receive(small, address(3));
    assertThat(one.count("challenges_sent")).as("no answer is longer").isEqualTo(before);
  }

  /** SEC-S1: a forged packet under a nonce that was just used, again and again. */
  @ParameterizedTest
  @EnumSource(names = {"AES_256_GCM", "CHACHA20_POLY1305"})
  void aRepeatedNonceIsRefusedAndHarmless(SecuritySuite which) {
    suite = which;
    Peer one = new Peer(1, key(1));
    Peer two = admitted(one);
    byte[] right = two.seal(HELLO);
    byte[] forged = right.clone();
    forged[30] ^= 1;
    for (int i = 0; i < 1000; i++) {
      one.receive(forged, two.address);
    }
    one.receive(right, two.address);
    assertThat(one.received).hasSize(1);
    assertThat(one.count("rejected_forged")).isEqualTo(1000);
  }

  @Test
  void aRetiredKeyIsOverwrittenAndAllThatWasMadeOfIt() {
    RingKey old = key(1);
    KeyRing keys = new KeyRing(old);
    Sessions sessions = new Sessions(node -> {});
    Subkeys subkeys = new Subkeys(suite, "demo", keys, sessions::retire);
    Session session = new Session(2, 7, address(2), 0);
    Subkey subkey = subkeys.derive(old, 2, 7, 0);
    session.keep(subkey);
    sessions.admit(session);
    assertThat(subkey.getEncoded()).isNotEqualTo(new byte[Aead.KEY_BYTES]);
    keys.install(key(2));
    keys.use(key(2).id());
    assertThat(keys.retire(old.id())).isTrue();
    assertThat(subkey.getEncoded()).isEqualTo(new byte[Aead.KEY_BYTES]);
    assertThat(session.cached(subkey.keyId, 0)).isNull();
    assertThatThrownBy(() -> old.prefix(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> old.prefix(4)).isInstanceOf(IllegalStateException.class);
    assertThat(old.name()).isEqualTo(key(1).name());
  }
}
