package io.evs.node.handle;

import io.evs.Group;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who is in which group, found by the bytes of the group's name: one look however many groups there
 * are. The hash is keyed, so that nobody can choose names that fall together. Looking up allocates
 * nothing. Not thread-safe.
 */
final class GroupIndex<E> {
  private static final int FIRST_BUCKETS = 64;

  /** A group with somebody in it. */
  private static final class Slot<E> {
    final byte[] name;
    final List<E> members = new ArrayList<>(1);
    Slot<E> next;

    Slot(byte[] name) {
      this.name = name;
    }
  }

  private final long key;
  private final long factor;
  private Slot<E>[] buckets = buckets(FIRST_BUCKETS);
  private int groups;

  /**
   * The one found last: mostly the next message's, and to compare costs less than to look it up.
   */
  private Slot<E> last = new Slot<>(new byte[0]);

  GroupIndex() {
    SecureRandom random = new SecureRandom();
    key = random.nextLong();
    factor = random.nextLong() | 1;
  }

  @SuppressWarnings("unchecked")
  private static <E> Slot<E>[] buckets(int count) {
    return (Slot<E>[]) new Slot<?>[count];
  }

  /** Adds a member to a group; it must not be in it yet. */
  void add(Group group, E member) {
    byte[] name = group.bytes();
    Slot<E> slot = slot(name, 0, name.length);
    if (slot == null) {
      if (groups == buckets.length) {
        grow();
      }
      slot = new Slot<>(name);
      put(buckets, slot);
      groups++;
    }
    slot.members.add(member);
  }

  /** Takes a member out of a group, if it is in it. */
  void remove(Group group, E member) {
    byte[] name = group.bytes();
    Slot<E> slot = slot(name, 0, name.length);
    if (slot != null && slot.members.remove(member) && slot.members.isEmpty()) {
      unlink(slot);
      groups--;
    }
  }

  /** The members of a group, not to be changed; empty if there are none. */
  List<E> find(byte[] data, int offset, int length) {
    Slot<E> slot = slot(data, offset, length);
    return slot == null ? List.of() : slot.members;
  }

  /** The members of a group, as {@link #find(byte[], int, int)}. */
  List<E> find(Group group) {
    byte[] name = group.bytes();
    return find(name, 0, name.length);
  }

  private Slot<E> slot(byte[] data, int offset, int length) {
    if (last.name.length == length
        && Arrays.equals(last.name, 0, length, data, offset, offset + length)) {
      return last;
    }
    Slot<E> slot = buckets[bucket(data, offset, length, buckets.length)];
    while (slot != null
        && !Arrays.equals(slot.name, 0, slot.name.length, data, offset, offset + length)) {
      slot = slot.next;
    }
    if (slot != null) {
      last = slot;
    }
    return slot;
  }

  private int bucket(byte[] data, int offset, int length, int count) {
    long hash = key + length;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ data[i]) * factor;
      hash ^= hash >>> 32;
    }
    return (int) (hash * factor >>> 32) & (count - 1);
  }

  private void put(Slot<E>[] into, Slot<E> slot) {
    int bucket = bucket(slot.name, 0, slot.name.length, into.length);
    slot.next = into[bucket];
    into[bucket] = slot;
  }

  private void unlink(Slot<E> gone) {
    last = new Slot<>(new byte[0]);
    int bucket = bucket(gone.name, 0, gone.name.length, buckets.length);
    Slot<E> before = buckets[bucket];
    if (before == gone) {
      buckets[bucket] = gone.next;
      return;
    }
    while (before.next != gone) {
      before = before.next;
    }
    before.next = gone.next;
  }

  private void grow() {
    Slot<E>[] larger = buckets(2 * buckets.length);
    for (Slot<E> first : buckets) {
      Slot<E> slot = first;
      while (slot != null) {
        Slot<E> next = slot.next;
        put(larger, slot);
        slot = next;
      }
    }
    buckets = larger;
  }
}
