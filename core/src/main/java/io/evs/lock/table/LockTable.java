package io.evs.lock.table;

import io.evs.GroupMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Locks, their holders and those who wait: a deterministic object, which is the same wherever the
 * same events were applied in the same order. It decides nothing by time.
 */
class LockTable {
  /**
   * Tokens of a ring begin at its sequence, shifted by so many bits: should a table be lost with
   * those who had it, tokens grow all the same. A sequence grows by 4 at least, and without a file
   * begins at 64 for each millisecond of the wall clock: shifted so it is a number of 61 bits.
   */
  private static final int FENCE_BITS = 14;

  /** Most claims; the table travels in one message of 1 MiB. */
  static final int CLAIMS_MAX = 8192;

  /** Most claims of one process, so that none can take all. */
  static final int PROCESS_CLAIMS_MAX = CLAIMS_MAX / 4;

  /** The process of a handle: further handles of it differ in the upper bits. */
  private static final long PROCESS_MASK = (1L << 22) - 1;

  /** What became of a claim. */
  enum Outcome {
    /** It holds the lock. */
    GRANTED,
    /** It was to wait for nothing, and the lock is not free. */
    BUSY,
    /** There are too many claims. */
    FULL,
    /** It holds the lock no more, though it was not released. */
    LOST
  }

  /**
   * One thing to tell to the owner.
   *
   * @param fence the fencing token, of GRANTED
   */
  record Event(Claim claim, Outcome outcome, long fence) {}

  /** A claim in the queue of a lock. */
  static final class Entry {
    final Claim claim;
    final String name;
    final boolean shared;
    final long leaseNanos;

    /** Token of its grant; 0 while it waits. */
    long fence;

    /** Its owner cannot be told, or is being told, that it holds no more: waits to be freed. */
    boolean ends;

    /** It waits for the table to be settled, and not for other holders. */
    boolean once;

    /** For whom it is, for people. */
    Optional<LockInfo.Asker> asker = Optional.empty();

    Entry(Claim claim, String name, boolean shared, long leaseNanos) {
      this.claim = claim;
      this.name = name;
      this.shared = shared;
      this.leaseNanos = leaseNanos;
    }

    boolean holds() {
      return fence != 0;
    }

    Entry copy() {
      Entry copy = new Entry(claim, name, shared, leaseNanos);
      copy.fence = fence;
      copy.ends = ends;
      copy.once = once;
      copy.asker = asker;
      return copy;
    }
  }

  private final SortedMap<String, List<Entry>> locks = new TreeMap<>();
  private final Map<Claim, Entry> claims = new HashMap<>();
  private final Map<GroupMember, Integer> claimsOf = new HashMap<>();
  private final SortedSet<String> touched = new TreeSet<>();
  private final List<Event> events = new ArrayList<>();
  private boolean grants;

  /** No claim of any primary ring before this one can be unknown here and still hold. */
  private boolean settled;

  private long lastFence;
  private long sequenceHere;
  private long ringSequence;

  /** The last primary ring in which this table could grant: behind the merge at its beginning. */
  private long primarySequence;

  /** Takes what happened since the last call. */
  List<Event> takeEvents() {
    List<Event> taken = new ArrayList<>(events);
    events.clear();
    return taken;
  }

  /**
   * A ring was installed; without quorum it counts as primary.
   *
   * @param direct whether no other ring can have been primary since the last one here
   */
  void configuration(long sequence, Optional<Boolean> primary, boolean direct) {
    sequenceHere = sequence;
    grants = primary.orElse(true);
    settled = primary.isEmpty() || (grants && direct && settled);
    if (grants) {
      ringSequence = primary.isPresent() ? sequence : 0;
      touched.addAll(locks.keySet());
    } else {
      endAll();
    }
  }

  private void endAll() {
    for (Entry entry : claims()) {
      if (entry.holds() && !entry.ends) {
        entry.ends = true;
        events.add(new Event(entry.claim, Outcome.LOST, entry.fence));
      } else if (entry.once) {
        refuse(entry, Outcome.BUSY);
      }
    }
  }

  private void refuse(Entry entry, Outcome why) {
    release(entry.claim);
    events.add(new Event(entry.claim, why, 0));
  }

  /**
   * All leases of earlier primary rings are over.
   *
   * @param fence tokens go on above it
   */
  void settle(long fence) {
    if (grants && !settled) {
      settled = true;
      lastFence = Math.max(lastFence, fence);
      touched.addAll(locks.keySet());
    }
  }

  boolean isSettled() {
    return settled;
  }

  /** Somebody wants a lock. */
  void request(Claim claim, LockMessage.Request wish) {
    if (claims.containsKey(claim)) {
      return;
    }
    String name = wish.name();
    boolean waits = wish.waits();
    Entry entry = new Entry(claim, name, wish.shared(), wish.leaseNanos());
    entry.asker = wish.asker();
    List<Entry> queue = locks.getOrDefault(name, List.of());
    boolean processIsFull = claimsOf.getOrDefault(process(claim), 0) >= PROCESS_CLAIMS_MAX;
    if (processIsFull || claims.size() >= CLAIMS_MAX) {
      events.add(new Event(claim, Outcome.FULL, 0));
    } else if (!waits && grants && !settled) {
      entry.once = true;
      add(entry);
    } else if (!waits && !(canHold(entry, queue) && queue.stream().allMatch(Entry::holds))) {
      events.add(new Event(claim, Outcome.BUSY, 0));
    } else {
      add(entry);
    }
  }

  private void add(Entry entry) {
    claims.put(entry.claim, entry);
    claimsOf.merge(process(entry.claim), 1, Integer::sum);
    locks.computeIfAbsent(entry.name, name -> new ArrayList<>()).add(entry);
    touched.add(entry.name);
  }

  private static GroupMember process(Claim claim) {
    GroupMember owner = claim.owner();
    return new GroupMember(owner.node(), owner.processId() & PROCESS_MASK);
  }

  /** A claim ends, whether it holds or waits. */
  void release(Claim claim) {
    Entry entry = claims.remove(claim);
    if (entry == null) {
      return;
    }
    claimsOf.computeIfPresent(process(claim), (who, count) -> count == 1 ? null : count - 1);
    List<Entry> queue = locks.get(entry.name);
    queue.remove(entry);
    touched.add(entry.name);
    if (queue.isEmpty()) {
      locks.remove(entry.name);
    }
  }

  /**
   * A member is gone.
   *
   * @param told whether it is known not to use its locks any more: it has ended
   */
  void gone(GroupMember member, boolean told) {
    for (Entry entry : claims()) {
      if (!entry.claim.owner().equals(member)) {
        continue;
      }
      if (told || !entry.holds()) {
        release(entry.claim);
      } else {
        entry.ends = true;
      }
    }
  }

  /** The lease of a holder that could not be told is over. */
  void free(Claim claim) {
    Entry entry = claims.get(claim);
    if (entry != null && entry.ends) {
      release(claim);
    }
  }

  /** Grants what can be granted. */
  void grant() {
    if (!grants || !settled) {
      return;
    }
    primarySequence = Math.max(primarySequence, ringSequence);
    for (String name : List.copyOf(touched)) {
      List<Entry> queue = locks.getOrDefault(name, List.of());
      do {
        grant(queue);
      } while (refuseOnce(queue));
    }
    touched.clear();
  }

  private void grant(List<Entry> queue) {
    for (Entry entry : queue) {
      if (entry.holds()) {
        continue;
      }
      if (!canHold(entry, queue)) {
        break;
      }
      lastFence = Math.max(lastFence + 1, sequenceHere << FENCE_BITS);
      entry.fence = lastFence;
      events.add(new Event(entry.claim, Outcome.GRANTED, entry.fence));
    }
  }

  /** Refuses those who waited for the table only; whether there were any. */
  private boolean refuseOnce(List<Entry> queue) {
    List<Entry> late = queue.stream().filter(each -> each.once && !each.holds()).toList();
    late.forEach(each -> refuse(each, Outcome.BUSY));
    return !late.isEmpty();
  }

  /** Whether a claim can hold beside those that do. */
  boolean canHold(Entry entry, List<Entry> queue) {
    return grants
        && queue.stream().filter(Entry::holds).allMatch(each -> each.shared && entry.shared);
  }

  /** All claims, by name of the lock and in the order of its queue. */
  List<Entry> claims() {
    List<Entry> all = new ArrayList<>(claims.size());
    locks.values().forEach(all::addAll);
    return all;
  }

  /** All locks, for people. */
  List<LockInfo> locks() {
    List<LockInfo> infos = new ArrayList<>();
    locks.forEach((name, queue) -> infos.add(info(name, queue)));
    return infos;
  }

  /** One lock, for people; free if nobody asks for it. */
  LockInfo lock(String name) {
    return info(name, locks.getOrDefault(name, List.of()));
  }

  private static LockInfo info(String name, List<Entry> queue) {
    List<LockInfo.Holder> holders =
        queue.stream()
            .filter(Entry::holds)
            .map(
                each ->
                    new LockInfo.Holder(
                        each.claim.owner(),
                        each.claim.number(),
                        each.fence,
                        each.shared,
                        each.ends,
                        each.asker))
            .toList();
    return new LockInfo(name, holders, queue.size() - holders.size());
  }

  long lastFence() {
    return lastFence;
  }

  long primarySequence() {
    return primarySequence;
  }

  /** Becomes the table that a member has told. */
  void load(Collection<Entry> entries, long fence, long primary, boolean isSettled) {
    settled = isSettled;
    locks.clear();
    claims.clear();
    claimsOf.clear();
    touched.clear();
    lastFence = fence;
    primarySequence = primary;
    entries.forEach(each -> add(each.copy()));
  }

  /**
   * Takes in the claims of a side that was apart. Its waiting ones wait behind; its holders have
   * lost.
   */
  void absorb(Collection<Entry> others, long fence) {
    lastFence = Math.max(lastFence, fence);
    for (Entry entry : others) {
      Entry known = claims.get(entry.claim);
      if (entry.holds() && !entry.ends && (known == null || known.ends)) {
        events.add(new Event(entry.claim, Outcome.LOST, entry.fence));
      } else if (known == null && !entry.holds()) {
        absorbWaiting(entry);
      }
    }
  }

  private void absorbWaiting(Entry entry) {
    if (claims.size() < CLAIMS_MAX) {
      add(entry.copy());
    } else {
      events.add(new Event(entry.claim, Outcome.FULL, 0));
    }
  }
}
