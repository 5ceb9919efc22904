package io.evs.verify;

import io.evs.RingId;
import java.util.Arrays;

/** What one incarnation of one process did in one ring. */
final class Stay {
  private static final int[] NOBODY = {};
  private static final RingId NOWHERE = new RingId(0, -1);

  final int process;
  final long incarnation;
  final RingRecord ring;

  /** The ring was installed here before (C3): nothing in this stay is compared. */
  final boolean repeated;

  /** How much of the regular part is a prefix of the ring's canonical order. */
  int matched;

  /** The regular part from the first difference on; empty while there is none. */
  final LongList rest = new LongList();

  /** Messages delivered between the transitional configuration and the next regular one. */
  final LongList tail = new LongList();

  /** Members of the transitional configuration, once it was delivered. */
  int[] transitionalMembers = NOBODY;

  RingId next = NOWHERE;
  boolean transitional;

  /** The next regular configuration was installed in the same incarnation. */
  boolean leftNormally;

  /** The configuration changes around this stay break C5: its obligations are not judged. */
  boolean broken;

  /** A decrease of the ring sequence was reported. */
  boolean orderReported;

  boolean sequenceKnown;
  int lastSequence;
  private LongSet tailSet = new LongSet();
  private boolean tailSetFilled;

  Stay(int process, long incarnation, RingRecord ring, boolean repeated) {
    this.process = process;
    this.incarnation = incarnation;
    this.ring = ring;
    this.repeated = repeated;
  }

  /** The regular part is not a prefix of the canonical order. */
  boolean diverged() {
    return !rest.isEmpty();
  }

  /** Order and content of this stay can be compared with others. */
  boolean comparable() {
    return !repeated && !diverged();
  }

  int regularLength() {
    return matched + rest.size();
  }

  /** Left by a transitional and a regular configuration, in the right order. */
  boolean obliged() {
    return leftNormally && !broken && transitional;
  }

  boolean sameTransitional(Stay other) {
    return next.equals(other.next) && Arrays.equals(transitionalMembers, other.transitionalMembers);
  }

  /** Adds to the tail; false if it is there already. */
  boolean addToTail(long message) {
    if (!tailSet.add(message)) {
      return false;
    }
    tailSetFilled = true;
    tail.add(message);
    return true;
  }

  boolean tailContains(long message) {
    return tailSetFilled && tailSet.contains(message);
  }

  /** True if the process delivered it in this ring; only for comparable stays. */
  boolean delivered(long message, int place) {
    return place >= 0 && place < matched || tailContains(message);
  }

  String processName() {
    return "process " + Integer.toUnsignedString(process);
  }
}
