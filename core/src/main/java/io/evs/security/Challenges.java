package io.evs.security;

import java.net.InetSocketAddress;
import java.util.Arrays;
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
  private static final long REPEAT_NANOS = 2_000_000L;
  private static final long VALID_NANOS = 10_000_000_000L;

  /** Who is asked. */
  record Asked(int nodeId, long salt, InetSocketAddress address) {}

  private static final class Question {
    final byte[] number = new byte[NUMBER_BYTES];
    long askedNanos;
    long firstNanos;
  }

  private final Consumer<byte[]> random;
  private final Map<Asked, Question> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Question> eldest) {
          return size() > OPEN_MAX;
        }
      };

  Challenges(Consumer<byte[]> random) {
    this.random = random;
  }

  /**
   * An authentic packet of somebody unknown.
   *
   * @return the number to ask for, or null if it was asked a moment ago
   */
  byte[] ask(Asked who, long now) {
    Question question = open.get(who);
    if (question != null && now - question.firstNanos > VALID_NANOS) {
      open.remove(who);
      question = null;
    }
    boolean isNew = question == null;
    if (isNew) {
      question = new Question();
      question.firstNanos = now;
      random.accept(question.number);
      open.put(who, question);
    }
    if (!isNew && now - question.askedNanos < REPEAT_NANOS) {
      return null;
    }
    question.askedNanos = now;
    return question.number;
  }

  /** For how long somebody has not answered; 0 if nothing was asked. */
  long waitedNanos(Asked who, long now) {
    Question question = open.get(who);
    return question == null ? 0 : now - question.firstNanos;
  }

  /** Whether an answer is right: not if it is too late, or nobody asked. */
  boolean answer(Asked who, long now, byte[] number, int length) {
    Question question = open.get(who);
    if (question == null
        || now - question.firstNanos > VALID_NANOS
        || length != NUMBER_BYTES
        || !java.security.MessageDigest.isEqual(
            question.number, Arrays.copyOf(number, NUMBER_BYTES))) {
      return false;
    }
    open.remove(who);
    return true;
  }
}
