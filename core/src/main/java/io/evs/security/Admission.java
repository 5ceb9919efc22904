package io.evs.security;

import io.evs.security.Challenges.Asked;
import io.evs.security.Envelope.Replies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Asks starts of members to prove that they are there now, answers those who ask, and admits who
 * has answered. All that comes here is authentic; it may still be a record, or have come by way of
 * somebody who relays.
 */
final class Admission {
  /** Seals a packet of the envelopes' own. */
  interface Sealer {
    /** Length of what is in {@code out}. */
    int seal(byte type, byte[] body, int length, byte[] out);
  }

  /** Says what is wrong with a sender, at a bounded rate. */
  interface Complaint {
    /** A clause whose subject is the address. */
    void tell(InetSocketAddress from, String does);
  }

  private static final int ADDRESS_BYTES = 16;
  private static final int NODE_OFFSET = Challenges.NUMBER_BYTES;
  private static final int SALT_OFFSET = NODE_OFFSET + Integer.BYTES;
  private static final int ADDRESS_OFFSET = SALT_OFFSET + Long.BYTES;
  private static final int PORT_OFFSET = ADDRESS_OFFSET + ADDRESS_BYTES;
  private static final int CHALLENGE_BYTES = PORT_OFFSET + Short.BYTES;

  /**
   * Length of a challenge; what is shorter is not answered by one, so that nothing is amplified.
   */
  static final int SEALED_CHALLENGE = EnvelopeHeader.LENGTH + CHALLENGE_BYTES + Aead.TAG_BYTES;

  // In multicast rings one packet makes every member ask.
  private static final int ASKED_PER_HOST = 16;
  private static final int ASKED_IN_ALL = 256;

  // Longer than any answer takes, and shorter than a question is valid.
  private static final long UNANSWERED_NANOS = 3_000_000_000L;

  private final int nodeId;
  private final long salt;
  private final long tokenNanos;
  private final Surroundings around;
  private final Sealer sealer;
  private final Complaint complaint;
  private final SecurityCounters counters;
  private final Sessions sessions;
  private final Challenges challenges;
  private final Budget budget;
  private final byte[] control = new byte[SEALED_CHALLENGE];

  Admission(
      AeadEnvelope.Start start,
      long salt,
      Surroundings around,
      Sealer sealer,
      Complaint complaint,
      SecurityCounters counters) {
    this.nodeId = start.nodeId();
    this.tokenNanos = start.tokenNanos();
    this.salt = salt;
    this.around = around;
    this.sealer = sealer;
    this.complaint = complaint;
    this.counters = counters;
    this.challenges = new Challenges(around::random);
    this.sessions = new Sessions(challenges::forgetNode);
    byte[] hashKey = new byte[Budget.KEY_BYTES];
    around.random(hashKey);
    this.budget = new Budget(hashKey, ASKED_PER_HOST, ASKED_IN_ALL, around.nanoTime());
  }

  /** The admitted start of a node; null if there is none. */
  Session session(int node) {
    return sessions.of(node);
  }

  /** The subkey of who is being asked; null if there is none. */
  Subkey subkey(int node, long start, InetSocketAddress from, int keyId, long epoch) {
    return challenges.subkey(node, start, from, keyId, epoch);
  }

  /** Whether somebody was asked and has not answered for longer than any answer takes. */
  boolean isUnanswered(Asked who) {
    return challenges.waitedNanos(who, around.nanoTime()) > UNANSWERED_NANOS;
  }

  /** Overwrites all subkeys of a key. */
  void retire(int keyId) {
    sessions.retire(keyId);
    challenges.retire(keyId);
  }

  /**
   * A packet of a start that is not admitted, or from an address from which it has not answered.
   *
   * @param key under which it is authentic
   * @param length of the datagram
   */
  void unproven(Asked who, Subkey key, int length, Replies replies) {
    Session present = sessions.of(who.nodeId());
    if (present != null && present.isBefore(who.salt())) {
      counters.rejectedReplayed++;
      complaint.tell(
          who.address(),
          "sends as an earlier start of a node of which a later one was admitted: its packets are"
              + " dropped (records, or a second node of that id)");
      return;
    }
    counters.rejectedUnknown++;
    if (length >= SEALED_CHALLENGE) {
      boolean known = present != null && present.salt == who.salt();
      ask(who, known ? null : key, replies);
    }
  }

  private void ask(Asked who, Subkey key, Replies replies) {
    long now = around.nanoTime();
    if (!challenges.isDue(who, now) || !budget.take(who.address().getAddress(), now)) {
      return;
    }
    ByteBuffer body = ByteBuffer.allocate(CHALLENGE_BYTES);
    body.put(challenges.ask(who, key, now)).putInt(who.nodeId()).putLong(who.salt());
    putAddress(body, who.address());
    counters.challengesSent++;
    int sealed = sealer.seal(EnvelopeHeader.CHALLENGE, body.array(), CHALLENGE_BYTES, control);
    replies.reply(who.address(), control, sealed);
  }

  /** Where the packet came from that is asked about, IPv4 as IPv6 has it. */
  private static void putAddress(ByteBuffer body, InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    if (bytes.length < ADDRESS_BYTES) {
      body.position(ADDRESS_OFFSET + ADDRESS_BYTES - bytes.length - Short.BYTES);
      body.putShort((short) -1);
    }
    body.put(bytes).putShort((short) address.getPort());
  }

  private static InetSocketAddress address(ByteBuffer body) {
    byte[] bytes = new byte[ADDRESS_BYTES];
    body.position(ADDRESS_OFFSET);
    body.get(bytes);
    try {
      InetAddress host = InetAddress.getByAddress(bytes);
      return new InetSocketAddress(host, body.getShort(PORT_OFFSET) & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }

  /**
   * Answers a challenge if it is for this start, and asks about an address of this node: one that
   * was for another start is a record, and one about another address came by somebody who would
   * like to be taken for this node.
   */
  void respond(Asked asker, byte[] body, int length, Replies replies) {
    ByteBuffer asked = ByteBuffer.wrap(body, 0, length);
    if (length != CHALLENGE_BYTES
        || asked.getInt(NODE_OFFSET) != nodeId
        || asked.getLong(SALT_OFFSET) != salt) {
      counters.rejectedReplayed++;
      return;
    }
    InetSocketAddress about = address(asked);
    if (!around.isOwn(about)) {
      counters.rejectedRelayed++;
      complaint.tell(
          asker.address(),
          "has a packet of this node that came from "
              + about.getAddress().getHostAddress()
              + ":"
              + about.getPort()
              + ", which is not one of its addresses, and is not answered: somebody relays packets, or"
              + " addresses are translated on the way, which a ring with a key does not allow");
      return;
    }
    byte[] number = Arrays.copyOf(body, Challenges.NUMBER_BYTES);
    counters.answersSent++;
    int sealed = sealer.seal(EnvelopeHeader.ANSWER, number, number.length, control);
    replies.reply(asker.address(), control, sealed);
  }

  /** Admits who has sent the right number, from where it was asked for. */
  void answer(Asked who, Subkey key, long counter, byte[] body, int length, Replies replies) {
    long now = around.nanoTime();
    Session present = sessions.of(who.nodeId());
    if (!challenges.answer(who, now, body, length)
        || (present != null && present.isBefore(who.salt()))) {
      counters.rejectedAnswers++;
      return;
    }
    if (present != null && present.salt == who.salt()) {
      present.answered(who.address(), counter);
      present.rivalry().answered(now);
      present.keep(key);
    } else if (present == null
        || present.isAt(who.address())
        || present.rivalry().isSilent(now, tokenNanos)) {
      // A second process cannot have the address: the earlier one is over.
      Session session = new Session(who.nodeId(), who.salt(), who.address(), counter);
      session.rivalry().answered(now);
      session.keep(key);
      sessions.admit(session);
      counters.admitted++;
    } else {
      refuse(who, present, now, replies);
      return;
    }
    challenges.forgetNode(who.nodeId());
  }

  /** Two starts of one id at two addresses: who was there first stays for as long as it answers. */
  private void refuse(Asked who, Session present, long now, Replies replies) {
    counters.rejectedDuplicates++;
    if (present.rivalry().isAlive(now, tokenNanos)) {
      complaint.tell(
          who.address(),
          "has the node id of "
              + present.address().getAddress().getHostAddress()
              + ":"
              + present.address().getPort()
              + ", which is alive: its packets are dropped (give it another node.id)");
    }
    ask(new Asked(present.nodeId, present.salt, present.address()), null, replies);
  }
}
