package io.evs.security;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who was asked to show that it is there now. A packet that is authentic may be a record of a start
 * that is over; only who sends back a random number is alive. Bounded: the oldest question goes.
 */
final class Challenges {
  static final int NUMBER_BYTES = 16;

  private static final int OPEN_MAX = 256;

  // Who never answers, as a start that is over, is asked ever more rarely.
  private static final long REPEAT_FIRST_NANOS = 5_000_000L;
  private static final long REPEAT_LAST_NANOS = 320_000_000L;

  // Longer than an answer takes; one that somebody held back for longer is worth nothing.
  private static final long NUMBER_VALID_NANOS = 2_000_000_000L;
  private static final long QUESTION_VALID_NANOS = 10_000_000_000L;

  /** Who is asked. */
  static final class Asked {
    private int nodeId;
    private long salt;
    private InetSocketAddress address;

    Asked(int nodeId, long salt, InetSocketAddress address) {
      set(nodeId, salt, address);
    }

    private Asked set(int node, long start, InetSocketAddress at) {
      nodeId = node;
      salt = start;
      address = at;
      return this;
    }

    int nodeId() {
      return nodeId;
    }

    long salt() {
      return salt;
    }

    InetSocketAddress address() {
      return address;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Asked
          && nodeId == ((Asked) other).nodeId
          && salt == ((Asked) other).salt
          && address.equals(((Asked) other).address);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * nodeId + Long.hashCode(salt)) + address.hashCode();
    }
  }

  private static final class Question {
    final byte[] number = new byte[NUMBER_BYTES];
    final long firstNanos;
    boolean drawn;
    long drawnNanos;
    long askedNanos;
    long repeatNanos;
    Subkey subkey;

    Question(long now) {
      firstNanos = now;
    }
  }

  private final Consumer<byte[]> random;
  private final Asked probe = new Asked(0, 0, InetSocketAddress.createUnresolved("", 0));
  private final Map<Asked, Question> open = new LinkedHashMap<>();

  Challenges(Consumer<byte[]> random) {
    this.random = random;
  }

  /**
   * The subkey of one who is asked and has sent an authentic packet under it; null if there is
   * none. Its packets cost no more than those of a member.
   */
  Subkey subkey(int nodeId, long salt, InetSocketAddress from, int keyId, long epoch) {
    if (open.isEmpty()) {
      return null;
    }
    Question question = open.get(probe.set(nodeId, salt, from));
    Subkey subkey = question == null ? null : question.subkey;
    return subkey != null && subkey.keyId == keyId && subkey.epoch == epoch ? subkey : null;
  }

  /** Whether somebody is to be asked now: not if that was done a moment ago. */
  boolean isDue(Asked who, long now) {
    Question question = open.get(who);
    return question == null || now - question.askedNanos >= question.repeatNanos;
  }

  /**
   * Asks.
   *
   * @param subkey under which an authentic packet came; null if it is asked for another reason
   * @return the number to ask for
   */
  byte[] ask(Asked who, Subkey subkey, long now) {
    Question question = open.get(who);
    if (question == null || now - question.firstNanos > QUESTION_VALID_NANOS) {
      forget(open.remove(who));
      question = new Question(now);
      makeRoom();
      open.put(who, question);
    }
    if (!question.drawn || now - question.drawnNanos > NUMBER_VALID_NANOS) {
      random.accept(question.number);
      question.drawn = true;
      question.drawnNanos = now;
    }
    question.askedNanos = now;
    question.repeatNanos =
        Math.min(REPEAT_LAST_NANOS, Math.max(REPEAT_FIRST_NANOS, 2 * question.repeatNanos));
    if (subkey != null && question.subkey != subkey) {
      forget(question);
      question.subkey = subkey;
      subkey.owner(question);
    }
    return question.number;
  }

  private void makeRoom() {
    if (open.size() >= OPEN_MAX) {
      Iterator<Question> eldest = open.values().iterator();
      forget(eldest.next());
      eldest.remove();
    }
  }

  private static void forget(Question question) {
    if (question != null && question.subkey != null && question.subkey.isOf(question)) {
      question.subkey.wipe();
    }
  }

  /** For how long somebody has not answered; 0 if nothing was asked. */
  long waitedNanos(Asked who, long now) {
    Question question = open.get(who);
    return question == null ? 0 : now - question.firstNanos;
  }

  /**
   * Whether an answer is right: not if it is too late, or nobody asked. A number is good for one
   * answer.
   */
  boolean answer(Asked who, long now, byte[] number, int length) {
    Question question = open.get(who);
    if (question == null
        || !question.drawn
        || now - question.drawnNanos > NUMBER_VALID_NANOS
        || length != NUMBER_BYTES
        || !MessageDigest.isEqual(question.number, Arrays.copyOf(number, NUMBER_BYTES))) {
      return false;
    }
    question.drawn = false;
    return true;
  }

  /**
   * Lets all questions to starts of a node lapse: an answer that somebody held back must not count
   * after another start, or another address, was admitted.
   */
  void forgetNode(int nodeId) {
    open.entrySet()
        .removeIf(
            each -> {
              boolean gone = each.getKey().nodeId == nodeId;
              if (gone) {
                forget(each.getValue());
              }
              return gone;
            });
  }

  /** Overwrites the subkeys of a key. */
  void retire(int keyId) {
    open.values()
        .forEach(
            each -> {
              if (each.subkey != null && each.subkey.keyId == keyId) {
                forget(each);
                each.subkey = null;
              }
            });
  }
}
