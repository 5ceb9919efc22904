package io.evs.cli.verify;

import io.evs.NodeId;
import io.evs.RingId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one life of a member delivered in one ring: the messages of the regular configuration, then
 * those of the transitional one.
 */
final class RingHistory {
  private final RingId ring;

  /** The member joined the group in the middle of this ring, or was asked from there on. */
  private final boolean begunLate;

  private long[] messages = new long[256];
  private int count;
  private int regular = -1;
  private Optional<RingId> next = Optional.empty();
  private List<NodeId> together = List.of();

  RingHistory(RingId ring, boolean begunLate) {
    this.ring = ring;
    this.begunLate = begunLate;
  }

  RingId ring() {
    return ring;
  }

  void add(long message) {
    if (count == messages.length) {
      messages = Arrays.copyOf(messages, count * 2);
    }
    messages[count] = message;
    count++;
  }

  /** The transitional configuration begins. */
  void leave(RingId to, List<NodeId> members) {
    regular = count;
    next = Optional.of(to);
    together = members;
  }

  boolean isRegular() {
    return regular < 0;
  }

  int count() {
    return count;
  }

  /**
   * What is wrong between two members' histories of the same ring: they deliver the same messages
   * in the same order up to where the first of them left, and wholly the same if they left
   * together.
   */
  Optional<String> compare(RingHistory other) {
    int mine = 0;
    int others = 0;
    if (begunLate || other.begunLate) {
      if (count == 0 || other.count == 0) {
        return Optional.empty();
      }
      others = other.find(messages[0]);
      mine = others < 0 ? find(other.messages[0]) : 0;
      others = Math.max(others, 0);
      if (mine < 0) {
        return Optional.empty();
      }
    }
    boolean same = next.isPresent() && next.equals(other.next) && together.equals(other.together);
    int myEnd = same || isRegular() ? count : regular;
    int othersEnd = same || other.isRegular() ? other.count : other.regular;
    if (mine > myEnd || others > othersEnd) {
      // The late one began behind where the other left.
      return Optional.empty();
    }
    int place = Arrays.mismatch(messages, mine, myEnd, other.messages, others, othersEnd);
    boolean shorter = place == Math.min(myEnd - mine, othersEnd - others);
    if (place < 0 || (shorter && !same)) {
      return Optional.empty();
    }
    return Optional.of(
        "ring "
            + ring
            + ": "
            + (shorter
                ? (count - mine) + " and " + (other.count - others) + " messages"
                : "different messages at place " + (mine + place)));
  }

  private int find(long message) {
    for (int i = 0; i < count; i++) {
      if (messages[i] == message) {
        return i;
      }
    }
    return -1;
  }
}
