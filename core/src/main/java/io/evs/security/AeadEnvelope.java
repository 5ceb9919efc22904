package io.evs.security;

import io.evs.SecuritySuite;
import io.evs.flight.Refusal;
import io.evs.security.key.KeyRing;
import io.evs.security.key.RingKey;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The envelope of our own rings (docs/security.md, "Construction").
 *
 * <p>Packets of a start of a node that is admitted cost one decryption. Anything else is work for a
 * stranger and comes out of a {@link Budget}: an authentic packet of an unknown start is refused
 * and that start asked to prove itself by a challenge, so that records of old packets never reach
 * the member.
 */
public final class AeadEnvelope implements Envelope {
  private static final int HEADER_BYTES = EnvelopeHeader.LENGTH;
  private static final int SMALLEST = HEADER_BYTES + Aead.TAG_BYTES;
  private static final byte TOTEM_FIRST_LITTLE = 0x70;
  private static final byte TOTEM_FIRST_BIG = (byte) 0xc0;

  // Datagrams of strangers that are looked into, each second.
  private static final int STRANGERS_PER_HOST = 256;
  private static final int STRANGERS_IN_ALL = 4096;

  /**
   * One start of a member.
   *
   * @param suite AES_256_GCM or CHACHA20_POLY1305
   * @param ringName of the ring: one key on two rings is as two keys
   * @param nodeId of the member
   * @param tokenNanos the ring's token time-out: who is silent for so long is taken for gone
   */
  public record Start(SecuritySuite suite, String ringName, int nodeId, long tokenNanos) {}

  private final KeyRing keys;
  private final int nodeId;
  private final long salt;
  private final Aead aead;
  private final Subkeys subkeys;
  private final Admission admission;
  private final Budget budget;
  private final Surroundings around;
  private final Complaints complaints;
  private final SecurityCounters counters = new SecurityCounters();
  private long counter;
  private RingKey sealingWith;
  private Subkey sealingKey;

  /** An envelope for one start of a member, which follows the changes of its keys. */
  public AeadEnvelope(Start start, KeyRing keys, Surroundings around) {
    this.keys = keys;
    this.around = around;
    this.nodeId = start.nodeId();
    boolean gcm = start.suite() == SecuritySuite.AES_256_GCM;
    this.aead = gcm ? Aead.aes256Gcm() : Aead.chaCha20Poly1305();
    this.complaints = new Complaints(around);
    byte[] random = new byte[Long.BYTES];
    around.random(random);
    this.salt = ByteBuffer.wrap(random).getLong();
    byte[] hashKey = new byte[Budget.KEY_BYTES];
    around.random(hashKey);
    this.budget = new Budget(hashKey, STRANGERS_PER_HOST, STRANGERS_IN_ALL, around.nanoTime());
    this.admission = new Admission(start, salt, around, this::seal, complaints::tell, counters);
    this.subkeys = new Subkeys(start.suite(), start.ringName(), keys, this::retired);
  }

  private void retired(int keyId) {
    admission.retire(keyId);
    aead.forget();
  }

  @Override
  public int overheadBytes() {
    return SMALLEST;
  }

  @Override
  public int seal(byte[] plain, int length, byte[] out) {
    counters.sealed++;
    return seal(EnvelopeHeader.DATA, plain, length, out);
  }

  private int seal(byte type, byte[] plain, int length, byte[] out) {
    RingKey active = keys.active();
    long number = counter++;
    long epoch = Subkeys.epoch(number);
    if (active != sealingWith || epoch != sealingKey.epoch) {
      if (sealingKey != null) {
        sealingKey.wipe();
      }
      sealingKey = subkeys.derive(active, nodeId, salt, epoch);
      sealingWith = active;
    }
    EnvelopeHeader.write(out, type, sealingKey.keyId, nodeId, salt, number);
    return aead.seal(sealingKey, number, plain, length, out, HEADER_BYTES);
  }

  @Override
  public int open(byte[] sealed, int length, InetSocketAddress from, byte[] out, Replies replies) {
    if (length < SMALLEST) {
      counters.rejectedShort++;
      return NOTHING;
    }
    if (EnvelopeHeader.version(sealed) != EnvelopeHeader.VERSION_VALUE) {
      return noEnvelope(sealed, from);
    }
    int sender = EnvelopeHeader.nodeId(sealed);
    long start = EnvelopeHeader.salt(sealed);
    if (sender == nodeId && start == salt) {
      counters.rejectedOwn++;
      return NOTHING;
    }
    Session session = admission.session(sender);
    if (session != null && session.salt != start) {
      session = null;
    }
    if (session != null && session.window.seen(EnvelopeHeader.counter(sealed))) {
      counters.rejectedReplayed++;
      return NOTHING;
    }
    Subkey key = key(session, sealed, from);
    if (key == null) {
      return NOTHING;
    }
    long number = EnvelopeHeader.counter(sealed);
    int plain = aead.open(key, number, sealed, length, out, HEADER_BYTES);
    if (plain < 0) {
      counters.rejectedForged++;
      key.wipeIfUnused();
      return NOTHING;
    }
    if (session != null
        && EnvelopeHeader.type(sealed) == EnvelopeHeader.DATA
        && session.isAt(from)) {
      session.window.add(number);
      session.keep(key);
      counters.opened++;
      return plain;
    }
    handle(session, sealed, length, from, key, out, plain, replies);
    key.wipeIfUnused();
    return NOTHING;
  }

  /** The subkey of a datagram; null if it is not worth the work, or is of another key. */
  private Subkey key(Session session, byte[] sealed, InetSocketAddress from) {
    int keyId = EnvelopeHeader.keyId(sealed);
    long number = EnvelopeHeader.counter(sealed);
    long epoch = Subkeys.epoch(number);
    Subkey cached = session == null ? null : session.cached(keyId, epoch);
    boolean known = session != null && session.isAt(from);
    if (cached != null && known) {
      return cached;
    }
    RingKey ring = subkeys.find(keyId);
    if (ring == null) {
      return otherKey(from, keyId, EnvelopeHeader.nodeId(sealed));
    }
    if (number < 0) {
      counters.rejectedMalformed++;
      return null;
    }
    int sender = EnvelopeHeader.nodeId(sealed);
    long start = EnvelopeHeader.salt(sealed);
    if (known && session.expects(epoch)) {
      // A member's, after a change of keys or of epochs: no flood of others may delay it.
      Subkey derived = subkeys.derive(ring, sender, start, epoch);
      session.keep(derived);
      return derived;
    }
    Subkey asked = admission.subkey(sender, start, from, keyId, epoch);
    if (asked != null) {
      return asked;
    }
    if (!budget.take(from.getAddress(), around.nanoTime())) {
      counters.rejectedOverBudget++;
      return null;
    }
    return cached != null ? cached : subkeys.derive(ring, sender, start, epoch);
  }

  /** What does not come from an admitted start and its address, or is of the envelopes' own. */
  private void handle(
      Session session,
      byte[] sealed,
      int length,
      InetSocketAddress from,
      Subkey key,
      byte[] out,
      int plain,
      Replies replies) {
    InetSocketAddress address = new InetSocketAddress(from.getAddress(), from.getPort());
    Challenges.Asked who =
        new Challenges.Asked(EnvelopeHeader.nodeId(sealed), EnvelopeHeader.salt(sealed), address);
    long number = EnvelopeHeader.counter(sealed);
    switch (EnvelopeHeader.type(sealed)) {
      case EnvelopeHeader.DATA:
        tellOfOldKey(who, key);
        admission.unproven(who, key, length, replies);
        return;
      case EnvelopeHeader.CHALLENGE:
        if (session != null) {
          session.window.add(number);
        }
        admission.respond(who, out, plain, replies);
        return;
      case EnvelopeHeader.ANSWER:
        admission.answer(who, key, number, out, plain, replies);
        return;
      default:
        counters.rejectedMalformed++;
    }
  }

  /** Who cannot open a challenge under the key in use here never answers. */
  private void tellOfOldKey(Challenges.Asked who, Subkey key) {
    RingKey of = subkeys.find(key.keyId);
    if (of == keys.active() || !admission.isUnanswered(who)) {
      return;
    }
    around.refused(Refusal.OLD_KEY, who.nodeId(), who.address());
    complaints.tell(
        who.address(),
        "seals with key "
            + of.name()
            + ", which is installed here, and does not know the key in use here (if that one was"
            + " retired, run `evs key use "
            + of.name()
            + " --offline` and start again): its packets are dropped");
  }

  private int noEnvelope(byte[] data, InetSocketAddress from) {
    if (data[0] == TOTEM_FIRST_LITTLE || data[0] == TOTEM_FIRST_BIG) {
      counters.rejectedNoEnvelope++;
      around.refused(Refusal.NO_ENVELOPE, 0, from);
      complaints.tell(from, "sends without a key: its packets are dropped");
      return NOTHING;
    }
    counters.rejectedMalformed++;
    if (data[0] == EnvelopeHeader.VERSION_BEFORE) {
      around.refused(Refusal.OLD_VERSION, 0, from);
      complaints.tell(from, "has an older version of evs: its packets are dropped; upgrade it");
    }
    return NOTHING;
  }

  private Subkey otherKey(InetSocketAddress from, int keyId, int sender) {
    counters.rejectedOtherKey++;
    around.refused(Refusal.OTHER_KEY, sender, from);
    if (complaints.isDue()) {
      String what =
          subkeys
              .otherSuite(keyId)
              .map(suite -> "uses security suite " + suite)
              .orElse("uses another key");
      complaints.tell(from, what + ": its packets are dropped");
    }
    return null;
  }

  @Override
  public Map<String, Long> counters() {
    return counters.snapshot();
  }
}
