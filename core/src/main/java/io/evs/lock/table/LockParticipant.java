package io.evs.lock.table;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.lock.table.LockMessage.Change;
import io.evs.lock.table.LockMessage.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of those that share locks: a member of the locks' group, without I/O. It is given the events
 * of its handle in their order, commands, and the time, and keeps a copy of the table.
 *
 * <p>Joiners and sides that come together are brought up to date by snapshots (docs/protocol.md,
 * "Locks"). Time is a parameter, nanoseconds of a monotonic clock. Not thread-safe.
 */
public final class LockParticipant {
  /** Longest lease. */
  public static final long LEASE_MAX_NANOS = 3_600_000_000_000L;

  /** Room for counting behind the wall clock in milliseconds. */
  public static final int NUMBER_BITS = 20;

  /** What a participant wants done. */
  public interface Effects {
    /** Multicast to the group of the locks; must come behind the join. */
    void send(byte[] payload, boolean safe);

    /** A claim holds its lock from now on. */
    void granted(long number, long fence);

    /** A claim is given up: the lock is not free and it was not to wait, or there are too many. */
    void refused(long number, boolean full);

    /** A claim that held its lock holds it no more, without having been released. */
    void lost(long number);
  }

  private sealed interface Event {}

  private record Installed(LockRing ring) implements Event {}

  private record Changed(GroupChange change, RingId ring) implements Event {}

  private record Said(GroupMember sender, LockMessage message, long position) implements Event {}

  private final GroupMember self;
  private final long firstNumber;
  private final long leaseNanos;
  private final Effects effects;
  private final LockTable table;
  private final OwnClaims own;
  private final LeaseEnds ends;
  private final Owed owed;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private final List<GroupMember> seniors = new ArrayList<>();
  private final Map<Change, List<Snapshot>> snapshots = new HashMap<>();
  private Optional<Exchange> exchange = Optional.empty();

  /** The ring of the events being processed, and the last one heard of. */
  private LockRing installed = LockRing.NONE;

  private LockRing ring = LockRing.NONE;

  /** While a change is delivered: who goes into the next ring together. */
  private List<NodeId> along = List.of();

  private boolean inTail;
  private boolean member;

  /** Messages so far; up to where they are what the table rests on. */
  private long position;

  private long restsOn;
  private long now;
  private long firstTime = Long.MIN_VALUE;

  /** When a table was lost that was about to be told. */
  private long lostAt = Long.MIN_VALUE;

  private Optional<RingId> joinedRing = Optional.empty();
  private long joinedRingSince;

  /**
   * A participant whose handle is about to join the group.
   *
   * @param self its handle
   * @param firstNumber the wall clock in milliseconds, shifted by {@link #NUMBER_BITS}: numbers of
   *     its claims begin behind this
   * @param leaseNanos how long it holds locks without hearing of itself
   */
  public LockParticipant(GroupMember self, long firstNumber, long leaseNanos, Effects effects) {
    this(self, firstNumber, leaseNanos, effects, new LockTable());
  }

  /** For tests that replace the table. */
  LockParticipant(
      GroupMember self, long firstNumber, long leaseNanos, Effects effects, LockTable table) {
    this.self = self;
    this.firstNumber = firstNumber;
    this.leaseNanos = leaseNanos;
    this.effects = effects;
    this.table = table;
    this.own = new OwnClaims(self, firstNumber, leaseNanos, effects);
    this.ends = new LeaseEnds(leaseNanos);
    this.owed = new Owed(self, leaseNanos, this::present, effects);
  }

  /**
   * Tells the age of the ring in which the handle was opened; before its first event. Without, that
   * ring counts as installed with that event.
   *
   * @param since when it was installed, or later
   */
  public void ringSince(RingId id, long since) {
    joinedRing = Optional.of(id);
    joinedRingSince = since;
  }

  /** Whether a lock may be called so: 1 to 64 bytes of UTF-8 without control characters. */
  public static boolean isName(String name) {
    return LockMessage.isName(name);
  }

  // ---- commands

  /**
   * Asks for a lock.
   *
   * @param waits whether it waits for it to be free
   * @return the number of the claim
   */
  public long request(long time, String name, boolean shared, boolean waits) {
    return request(time, name, shared, waits, Optional.empty());
  }

  /**
   * As above.
   *
   * @param asker for whom, as all see it
   */
  public long request(
      long time, String name, boolean shared, boolean waits, Optional<LockInfo.Asker> asker) {
    at(time);
    return own.request(now, name, shared, waits, asker);
  }

  /** Gives a claim up, whether it holds or waits. */
  public void release(long time, long number) {
    at(time);
    own.release(number);
  }

  /** Whether this participant holds a lock and has been told so. */
  public boolean holds(long number) {
    return own.holds(number);
  }

  /**
   * When the ring was heard of last: from then on, for a lease, locks are held. Long.MIN_VALUE if
   * it never was.
   */
  public long leaseFrom() {
    return own.leaseFrom();
  }

  /** Whether the table is known. */
  public boolean isReady() {
    return member && exchange.isEmpty();
  }

  /** All locks as this participant knows them, in order of their names, or only that one. */
  public List<LockInfo> locks(Optional<String> name) {
    return name.map(only -> List.of(table.lock(only))).orElseGet(table::locks);
  }

  /** The whole table in one line, for comparisons. */
  public String describe() {
    return seniors + " " + table.locks() + " " + table.lastFence();
  }

  private void at(long time) {
    firstTime = firstTime == Long.MIN_VALUE ? time : firstTime;
    now = time;
  }

  // ---- events

  /** A configuration change. */
  public void configuration(long time, ConfigurationChange change) {
    at(time);
    inTail = change.kind() == ConfigurationChange.Kind.TRANSITIONAL;
    if (inTail) {
      along = change.members();
      return;
    }
    boolean known = joinedRing.equals(Optional.of(change.ring()));
    ring = ring.next(change, along, known ? joinedRingSince : now);
    along = List.of();
    if (!ring.grants()) {
      own.loseAll();
    }
    accept(new Installed(ring));
  }

  /** A change of the locks' group. */
  public void group(long time, GroupChange change) {
    at(time);
    exchange.ifPresent(each -> each.left(change));
    waiting.add(new Changed(change, ring.id()));
    if (!change.left().isEmpty()) {
      owed.takeOver();
    }
    run();
  }

  /** A message to the locks' group. */
  public void message(long time, GroupMember sender, byte[] payload) {
    at(time);
    position++;
    LockMessage message = LockMessage.read(payload).orElse(null);
    if (message == null) {
      return;
    }
    if (sender.equals(self)) {
      own.came(message, !inTail && exchange.isEmpty(), position);
    }
    if (message instanceof Snapshot snapshot) {
      heard(sender, snapshot);
    } else {
      accept(new Said(sender, message, position));
    }
  }

  private void accept(Event event) {
    waiting.add(event);
    run();
  }

  private void run() {
    complete();
    while (exchange.isEmpty() && !waiting.isEmpty()) {
      process(waiting.remove());
      complete();
    }
    if (exchange.isEmpty()) {
      own.tell(now, table.takeEvents(), position);
    }
  }

  private void process(Event event) {
    if (event instanceof Installed next) {
      installed = next.ring();
      if (member) {
        table.configuration(installed.id().sequence(), installed.primary(), installed.direct());
        followEnds();
        poke();
      }
    } else if (event instanceof Changed changed) {
      changed(changed);
    } else if (event instanceof Said said && member && seniors.contains(said.sender())) {
      said(said.sender(), said.message());
      table.grant();
      own.tell(now, table.takeEvents(), Math.max(said.position(), restsOn));
    }
  }

  private void said(GroupMember sender, LockMessage message) {
    if (message instanceof LockMessage.Request request) {
      table.request(new Claim(sender, request.number()), request);
    } else if (message instanceof LockMessage.Release release) {
      table.release(new Claim(sender, release.number()));
    } else if (message instanceof LockMessage.Free free) {
      table.free(free.claim());
      ends.freed(free.claim());
    } else if (message instanceof LockMessage.Settled settled
        && settled.ring().equals(installed.id())) {
      table.settle(settled.fence());
      followEnds();
    }
  }

  /** Grants wait for a message, behind all changes that a new ring brings. */
  private void poke() {
    if (isFirst()) {
      say(new LockMessage.Poke());
    }
  }

  private boolean isFirst() {
    return !seniors.isEmpty() && seniors.get(0).equals(self);
  }

  // ---- who shares the table

  private void changed(Changed changed) {
    for (GroupChange.Change each : changed.change().left()) {
      seniors.remove(each.member());
      table.gone(each.member(), each.reason() != Reason.NODE_DOWN);
    }
    followEnds();
    boolean together = false;
    for (GroupChange.Change each : changed.change().joined()) {
      together |= each.reason() == Reason.NODE_UP;
      if (each.reason() == Reason.JOIN) {
        joined(each.member(), changed);
      }
    }
    if (together && member) {
      Change change = new Change(changed.ring(), Optional.empty());
      owe(change);
      exchange = Optional.of(exchange(change, changed));
    } else if (!changed.change().left().isEmpty() && member) {
      poke();
    }
  }

  private void joined(GroupMember joiner, Changed changed) {
    Change change = new Change(changed.ring(), Optional.of(joiner));
    if (joiner.equals(self)) {
      exchange = Optional.of(exchange(change, changed));
    } else if (member) {
      seniors.add(joiner);
      owe(change);
    }
  }

  /** An exchange with all others at a change; those who have left since tell nothing. */
  private Exchange exchange(Change change, Changed changed) {
    Set<GroupMember> missing = new LinkedHashSet<>(changed.change().members());
    change.joiner().ifPresent(missing::remove);
    Exchange open = new Exchange(change, missing);
    for (Event later : waiting) {
      if (later instanceof Changed other) {
        open.left(other.change());
      }
    }
    return open;
  }

  private void owe(Change change) {
    if (!alreadyTold(change)) {
      Snapshot snapshot =
          new Snapshot(
              change,
              table.isSettled(),
              seniors,
              table.lastFence(),
              table.primarySequence(),
              table.claims());
      owed.add(change, LockMessage.write(snapshot), now);
    }
  }

  private boolean alreadyTold(Change change) {
    return snapshots.getOrDefault(change, List.of()).stream()
        .anyMatch(each -> each.seniors().contains(self));
  }

  /** Those who have the table as of a change and have not left since; a joiner has it last. */
  private List<GroupMember> present(Change change) {
    Set<GroupMember> gone = new LinkedHashSet<>();
    for (Event later : waiting) {
      if (later instanceof Changed other) {
        other.change().left().forEach(each -> gone.add(each.member()));
      }
    }
    Optional<GroupMember> joiner = change.joiner();
    return seniors.stream()
        .filter(each -> !gone.contains(each) && !joiner.equals(Optional.of(each)))
        .toList();
  }

  private void heard(GroupMember sender, Snapshot snapshot) {
    if (!snapshot.seniors().contains(sender)) {
      return;
    }
    Change change = snapshot.change();
    if (snapshot.seniors().contains(self)) {
      owed.told(change);
    }
    if (!isAwaited(change, sender)) {
      return;
    }
    boolean forMe = change.joiner().isEmpty() || (change.joiner().get().equals(self) && !member);
    List<Snapshot> all = forMe ? snapshots.computeIfAbsent(change, key -> new ArrayList<>()) : null;
    if (all != null && all.stream().noneMatch(each -> each.seniors().contains(sender))) {
      all.add(snapshot);
    }
    run();
  }

  /** Snapshots come behind the change that they are for, from one who was in the group then. */
  private boolean isAwaited(Change change, GroupMember sender) {
    return exchange.filter(open -> open.awaits(change, sender)).isPresent()
        || waiting.stream()
            .anyMatch(
                each ->
                    each instanceof Changed changed
                        && changed.ring().equals(change.ring())
                        && changed.change().members().contains(sender));
  }

  private void complete() {
    if (exchange.isEmpty()) {
      return;
    }
    Exchange open = exchange.get();
    List<Snapshot> all = snapshots.getOrDefault(open.change(), List.of());
    boolean joins = open.change().joiner().isPresent();
    if (joins && (!all.isEmpty() || open.isAlone())) {
      begin(all, open);
    } else if (!joins && open.isCovered(all)) {
      merge(all);
    } else {
      return;
    }
    snapshots.remove(open.change());
    snapshots.keySet().removeIf(each -> each.ring().compareTo(open.change().ring()) < 0);
    exchange = Optional.empty();
    restsOn = position;
    own.restsOn(position);
    followEnds();
  }

  private void begin(List<Snapshot> all, Exchange open) {
    seniors.clear();
    if (all.isEmpty()) {
      seniors.add(self);
      // Those who had a table may have been lost just now, or with the ring before.
      lostAt = open.isLost() ? now : lostAt;
      boolean settled = now - unknownSince() >= LeaseEnds.waited(leaseNanos);
      table.load(List.of(), clock(), 0, settled);
    } else {
      Snapshot told = all.get(0);
      seniors.addAll(told.seniors());
      table.load(told.entries(), told.lastFence(), told.primarySequence(), told.settled());
    }
    member = true;
    table.configuration(installed.id().sequence(), installed.primary(), true);
  }

  /** Behind this tokens go on where a table that is not known may have granted. */
  private long clock() {
    return firstNumber + ((now - firstTime) / 1_000_000 << NUMBER_BITS);
  }

  /** The side that was primary last wins; without quorum the one that granted last. */
  private void merge(List<Snapshot> all) {
    List<Snapshot> sides = new ArrayList<>(all);
    sides.sort(
        Comparator.comparing(Snapshot::settled)
            .thenComparingLong(Snapshot::primarySequence)
            .thenComparingLong(Snapshot::lastFence)
            .reversed()
            .thenComparing(side -> side.seniors().stream().min(Comparator.naturalOrder()).get()));
    seniors.clear();
    for (int i = 0; i < sides.size(); i++) {
      Snapshot side = sides.get(i);
      seniors.addAll(side.seniors());
      if (i == 0) {
        table.load(side.entries(), side.lastFence(), side.primarySequence(), side.settled());
      } else {
        table.absorb(side.entries(), side.lastFence());
      }
    }
    table.configuration(installed.id().sequence(), installed.primary(), true);
    poke();
  }

  /** Since when nobody can have been granted what the table may not know. */
  private long unknownSince() {
    return Math.max(installed.since(), lostAt);
  }

  private void followEnds() {
    ends.follow(table, installed.grants(), unknownSince(), now);
  }

  private void say(LockMessage message) {
    effects.send(LockMessage.write(message), false);
  }

  /** Runs what is due; call when {@link #deadline()} is reached. */
  public void timers(long time) {
    at(time);
    own.timers(now);
    owed.timers(now);
    int rank = rank();
    if (rank >= 0) {
      ends.timers(
          now,
          rank,
          () -> say(new LockMessage.Settled(installed.id(), clock())),
          claim -> say(new LockMessage.Free(claim)));
    }
  }

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  public long deadline() {
    int rank = rank();
    long others = rank < 0 ? Long.MAX_VALUE : ends.deadline(rank);
    return Math.min(own.deadline(), Math.min(owed.deadline(), others));
  }

  /** Which one this is of those who have the table; negative while it does not know it. */
  private int rank() {
    return isReady() ? seniors.indexOf(self) : -1;
  }
}
