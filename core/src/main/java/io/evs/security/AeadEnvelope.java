package io.evs.security;

import io.evs.SecuritySuite;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.crypto.SecretKey;

/**
 * The envelope of our own rings (decisions.md section 11; docs/security.md says why it is so).
 *
 * <p>Packets of a start of a node that is admitted cost one decryption. Anything else is work for a
 * stranger and comes out of a {@link Budget}: an authentic packet of an unknown start is refused
 * and that start asked to prove itself by a challenge, so that records of old packets never reach
 * the member.
 */
public final class AeadEnvelope implements Envelope {
  private static final int HEADER_BYTES = EnvelopeHeader.LENGTH;
  private static final int SMALLEST = HEADER_BYTES + Aead.TAG_BYTES;
  private static final int CHALLENGE_BYTES = Challenges.NUMBER_BYTES + Integer.BYTES + Long.BYTES;
  private static final byte TOTEM_FIRST_LITTLE = 0x70;
  private static final byte TOTEM_FIRST_BIG = (byte) 0xc0;

  /** Told of who does not belong to the ring, at most once a second; with an address and words. */
  public interface Witness {
    /** Somebody sends what this member cannot accept. */
    void stranger(InetSocketAddress from, String does);
  }

  private static final long WITNESS_NANOS = 1_000_000_000L;

  // Longer than any answer takes, and shorter than a question is valid.
  private static final long UNANSWERED_NANOS = 3_000_000_000L;

  private final KeyRing keys;
  private final int nodeId;
  private final long salt;
  private final Aead aead;
  private final Subkeys subkeys;
  private final Sessions sessions = new Sessions();
  private final Challenges challenges;
  private final Budget budget;
  private final LongSupplier clock;
  private final Witness witness;
  private final SecurityCounters counters = new SecurityCounters();
  private final byte[] control = new byte[HEADER_BYTES + CHALLENGE_BYTES + Aead.TAG_BYTES];
  private long counter;
  private int sealingKeyId;
  private long sealingEpoch = -1;
  private SecretKey sealingKey;
  private boolean witnessed;
  private long witnessedNanos;

  /**
   * An envelope for one start of a member.
   *
   * @param suite AES_256_GCM or CHACHA20_POLY1305
   * @param random fills an array with random bytes that nobody can guess
   * @param clock nanoseconds of any origin, as System.nanoTime
   */
  public AeadEnvelope(
      SecuritySuite suite,
      KeyRing keys,
      int nodeId,
      Consumer<byte[]> random,
      LongSupplier clock,
      Witness witness) {
    this.keys = keys;
    this.nodeId = nodeId;
    this.aead = suite == SecuritySuite.AES_256_GCM ? Aead.aes256Gcm() : Aead.chaCha20Poly1305();
    this.subkeys = new Subkeys(suite, aead);
    this.challenges = new Challenges(random);
    this.clock = clock;
    this.witness = witness;
    byte[] start = new byte[Long.BYTES + Integer.BYTES];
    random.accept(start);
    this.salt = ByteBuffer.wrap(start).getLong();
    this.budget = new Budget(ByteBuffer.wrap(start).getInt(Long.BYTES), clock.getAsLong());
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
    if (epoch != sealingEpoch || active.id() != sealingKeyId) {
      sealingKey = subkeys.derive(active, nodeId, salt, epoch);
      sealingEpoch = epoch;
      sealingKeyId = active.id();
    }
    EnvelopeHeader.write(out, type, sealingKeyId, nodeId, salt, number);
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
    Session session = sessions.find(EnvelopeHeader.nodeId(sealed), EnvelopeHeader.salt(sealed));
    if (session == null) {
      return openStranger(sealed, length, from, out, replies);
    }
    if (session.window.seen(EnvelopeHeader.counter(sealed))) {
      counters.rejectedReplayed++;
      return NOTHING;
    }
    if (EnvelopeHeader.type(sealed) != EnvelopeHeader.DATA || !session.address.equals(from)) {
      return openStranger(sealed, length, from, out, replies);
    }
    return openKnown(session, sealed, length, from, out);
  }

  private int openKnown(
      Session session, byte[] sealed, int length, InetSocketAddress from, byte[] out) {
    int keyId = EnvelopeHeader.keyId(sealed);
    long number = EnvelopeHeader.counter(sealed);
    SecretKey key = session.cached(keyId, Subkeys.epoch(number));
    if (key == null) {
      key = strangersKey(sealed, from);
      if (key == null) {
        return NOTHING;
      }
    } else if (keys.find(keyId) == null) {
      return otherKey(from, keyId);
    }
    int plain = aead.open(key, number, sealed, length, out, HEADER_BYTES);
    if (plain < 0) {
      counters.rejectedForged++;
      return NOTHING;
    }
    session.keep(keyId, Subkeys.epoch(number), key);
    session.window.add(number);
    counters.opened++;
    return plain;
  }

  /** A subkey that is not cached, within the budget; null if this datagram is not worth it. */
  private SecretKey strangersKey(byte[] sealed, InetSocketAddress from) {
    int keyId = EnvelopeHeader.keyId(sealed);
    RingKey ring = keys.find(keyId);
    if (ring == null) {
      otherKey(from, keyId);
      return null;
    }
    long number = EnvelopeHeader.counter(sealed);
    if (number < 0) {
      counters.rejectedMalformed++;
      return null;
    }
    if (!budget.take(from, clock.getAsLong())) {
      counters.rejectedOverBudget++;
      return null;
    }
    return subkeys.derive(
        ring, EnvelopeHeader.nodeId(sealed), EnvelopeHeader.salt(sealed), Subkeys.epoch(number));
  }

  /** What does not come from an admitted start and its address, or asks and answers. */
  private int openStranger(
      byte[] sealed, int length, InetSocketAddress from, byte[] out, Replies replies) {
    if (EnvelopeHeader.nodeId(sealed) == nodeId && EnvelopeHeader.salt(sealed) == salt) {
      counters.rejectedOwn++;
      return NOTHING;
    }
    SecretKey key = strangersKey(sealed, from);
    if (key == null) {
      return NOTHING;
    }
    int plain = aead.open(key, EnvelopeHeader.counter(sealed), sealed, length, out, HEADER_BYTES);
    if (plain < 0) {
      counters.rejectedForged++;
      return NOTHING;
    }
    InetSocketAddress address = new InetSocketAddress(from.getAddress(), from.getPort());
    Challenges.Asked who =
        new Challenges.Asked(EnvelopeHeader.nodeId(sealed), EnvelopeHeader.salt(sealed), address);
    switch (EnvelopeHeader.type(sealed)) {
      case EnvelopeHeader.DATA:
        return challenge(who, EnvelopeHeader.keyId(sealed), replies);
      case EnvelopeHeader.CHALLENGE:
        return respond(who, out, plain, replies);
      case EnvelopeHeader.ANSWER:
        return admit(who, sealed, key, out, plain);
      default:
        counters.rejectedMalformed++;
        return NOTHING;
    }
  }

  private int challenge(Challenges.Asked who, int keyId, Replies replies) {
    counters.rejectedUnknown++;
    long now = clock.getAsLong();
    if (keyId != keys.active().id() && challenges.waitedNanos(who, now) > UNANSWERED_NANOS) {
      String id = RingKey.name(keyId);
      tell(
          who.address(),
          "seals with key "
              + id
              + ", which is installed here, and does not know the key in use here (if that one was"
              + " retired, run `evs key use "
              + id
              + " --offline` and start again)");
    }
    byte[] random = challenges.ask(who, now);
    if (random != null) {
      ByteBuffer body = ByteBuffer.allocate(CHALLENGE_BYTES);
      body.put(random).putInt(who.nodeId()).putLong(who.salt());
      counters.challengesSent++;
      int sealed = seal(EnvelopeHeader.CHALLENGE, body.array(), CHALLENGE_BYTES, control);
      replies.reply(who.address(), control, sealed);
    }
    return NOTHING;
  }

  /** Answers a challenge if it is for this start: one that was for another is a record. */
  private int respond(Challenges.Asked who, byte[] body, int length, Replies replies) {
    ByteBuffer asked = ByteBuffer.wrap(body, 0, length);
    if (length != CHALLENGE_BYTES
        || asked.getInt(Challenges.NUMBER_BYTES) != nodeId
        || asked.getLong(Challenges.NUMBER_BYTES + Integer.BYTES) != salt) {
      counters.rejectedReplayed++;
      return NOTHING;
    }
    byte[] number = Arrays.copyOf(body, Challenges.NUMBER_BYTES);
    counters.answersSent++;
    int sealed = seal(EnvelopeHeader.ANSWER, number, number.length, control);
    replies.reply(who.address(), control, sealed);
    return NOTHING;
  }

  private int admit(Challenges.Asked who, byte[] sealed, SecretKey key, byte[] out, int length) {
    if (!challenges.answer(who, clock.getAsLong(), out, length)) {
      counters.rejectedAnswers++;
      return NOTHING;
    }
    long number = EnvelopeHeader.counter(sealed);
    Session session = new Session(who.nodeId(), who.salt(), who.address(), number);
    session.keep(EnvelopeHeader.keyId(sealed), Subkeys.epoch(number), key);
    sessions.admit(session);
    counters.admitted++;
    return NOTHING;
  }

  private int noEnvelope(byte[] data, InetSocketAddress from) {
    if (data[0] == TOTEM_FIRST_LITTLE || data[0] == TOTEM_FIRST_BIG) {
      counters.rejectedNoEnvelope++;
      tell(from, "sends without a key");
    } else {
      counters.rejectedMalformed++;
    }
    return NOTHING;
  }

  private int otherKey(InetSocketAddress from, int keyId) {
    counters.rejectedOtherKey++;
    tell(from, "uses another key");
    return NOTHING;
  }

  private void tell(InetSocketAddress from, String does) {
    long now = clock.getAsLong();
    if (!witnessed || now - witnessedNanos >= WITNESS_NANOS) {
      witnessed = true;
      witnessedNanos = now;
      witness.stranger(from, does);
    }
  }

  @Override
  public Map<String, Long> counters() {
    return counters.snapshot();
  }
}
