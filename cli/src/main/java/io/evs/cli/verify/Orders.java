package io.evs.cli.verify;

import java.util.Arrays;

/** What a member delivered, in order, as one number for each message. */
final class Orders {
  private long[] messages = new long[1024];
  private int count;
  private long digest;

  void add(int sender, long index) {
    if (count == messages.length) {
      messages = Arrays.copyOf(messages, count * 2);
    }
    long message = (long) sender << 40 | index;
    messages[count] = message;
    count++;
    digest = (digest ^ message) * 0x9e3779b97f4a7c15L + 1;
  }

  int count() {
    return count;
  }

  long digest() {
    return digest;
  }

  /** First place at which the other order differs, or -1 if there is none. */
  int firstDifference(Orders other) {
    return Arrays.mismatch(messages, 0, count, other.messages, 0, other.count);
  }

  /** The message at a place, for people. */
  String at(int place) {
    if (place >= count) {
      return "nothing";
    }
    return "message "
        + (messages[place] & (1L << 40) - 1)
        + " of sender "
        + (messages[place] >>> 40);
  }
}
