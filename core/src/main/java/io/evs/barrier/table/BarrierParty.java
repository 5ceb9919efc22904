package io.evs.barrier.table;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.RingId;
import io.evs.barrier.table.BarrierMessage.Enter;
import io.evs.barrier.table.BarrierMessage.GoOn;
import io.evs.barrier.table.BarrierMessage.Idle;
import io.evs.barrier.table.BarrierMessage.Withdraw;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of those that meet at a barrier: a member of the barrier's group, without I/O. It is given
 * the events of its handle in their order, and commands.
 *
 * <p>All count the same entries in the same order. At each configuration and each change of the
 * group the count begins from zero: each member says whether it waits, and when all have, those who
 * waited before are counted first, by their places ({@link Place}), and those who have come behind
 * them. So somebody who joins knows all that the others do, and nobody has to be told of what was
 * before. Who says nothing for {@link #PATIENCE_NANOS} is not waited for. Times are those of {@link
 * System#nanoTime}. Not thread-safe.
 */
public class BarrierParty {
  /** Most parties of a barrier. */
  public static final int PARTIES_MAX = 1000;

  /** How long one that waits gives the others to say, behind a change, whether they wait. */
  public static final long PATIENCE_NANOS = 2_000_000_000L;

  /** Why somebody who waited did not pass. */
  public enum Refusal {
    /** A party was lost, or gave up, or the ring is not primary. */
    BROKEN,
    /** It gave up itself. */
    WITHDRAWN,
    /** Those who wait already wait for another number of parties. */
    OTHER_NUMBER
  }

  /** What a party wants done. */
  public interface Effects {
    /** Multicast to the group of the barrier, safe, in order. */
    void send(byte[] payload);

    /**
     * All are there.
     *
     * @param parties the entries that met, in their order
     */
    void passed(Map<GroupMember, Long> parties);

    /** The entry is over, and did not pass. */
    void refused(Refusal why);
  }

  private final GroupMember self;
  private final Effects effects;
  private final Map<GroupMember, Long> entered = new LinkedHashMap<>();

  /** Last entry of each member that has passed or was refused. */
  private final Map<GroupMember, Long> decided = new HashMap<>();

  private RingId ring = new RingId(0, 0);
  private List<GroupMember> members = List.of();
  private boolean primary = true;
  private long count;
  private int parties;
  private long lastEntry;
  private boolean waits;
  private int ownParties;

  /** What is said behind a change. */
  private final Gathering gathering = new Gathering();

  private long goOnAt;

  /** The last place that was given in this count. */
  private Place last = Place.before(ring);

  /** Where the last own entry was counted; empty while it was not. */
  private Optional<Place> place = Optional.empty();

  /**
   * A party whose handle is about to join the group.
   *
   * @param firstEntry its entries are numbered from behind this: the wall clock, so that no number
   *     comes twice
   */
  public BarrierParty(GroupMember self, long firstEntry, Effects effects) {
    this.self = self;
    this.lastEntry = firstEntry;
    this.effects = effects;
  }

  // ---- commands

  /**
   * Waits at the barrier; must not be waiting.
   *
   * @param expected for how many to meet, itself among them, up to {@link #PARTIES_MAX}; 0 for all
   *     members of the group
   * @return the number of the entry
   */
  public long enter(int expected) {
    if (waits) {
      throw new IllegalStateException("it waits already");
    }
    lastEntry++;
    waits = true;
    place = Optional.empty();
    ownParties = expected;
    sayThatItWaits();
    return lastEntry;
  }

  /** Gives up; whether it was in time, the order decides. */
  public void withdraw() {
    if (waits) {
      effects.send(BarrierMessage.write(new Withdraw(lastEntry)));
    }
  }

  /** Whether an entry is not decided. */
  public boolean waits() {
    return waits;
  }

  /** All that is the same at all members, in one line, for comparisons. */
  public String describe() {
    return gathering.isOpen()
        ? members + " say whether they wait"
        : members + " " + entered + " of " + (entered.isEmpty() ? 0 : parties);
  }

  /** Where in the order the last entry was counted first; empty while it was not. */
  public Optional<Place> place() {
    return place;
  }

  private void sayThatItWaits() {
    say(new Enter(count, lastEntry, ownParties, place));
  }

  private void say(BarrierMessage message) {
    if (members.contains(self)) {
      effects.send(BarrierMessage.write(message));
    }
  }

  // ---- events

  /** A configuration change. */
  public void configuration(long now, ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      ring = change.ring();
      primary = change.primary().orElse(true);
      // Of its own name: a change of the group that may follow can leave the members as they are.
      beginCount(now, ~name(), !primary);
    }
  }

  /** A change of the barrier's group. */
  public void group(long now, GroupChange change) {
    members = change.members();
    boolean broken =
        change.left().stream()
            .anyMatch(each -> each.reason() != Reason.LEAVE || entered.containsKey(each.member()));
    beginCount(now, name(), broken);
  }

  private void beginCount(long now, long name, boolean broken) {
    decided.keySet().retainAll(members);
    count = name;
    gathering.begin(members);
    goOnAt = now + PATIENCE_NANOS;
    if (broken) {
      forget();
      if (waits && place.isPresent()) {
        refuse(Refusal.BROKEN);
      }
    }
    if (waits) {
      sayThatItWaits();
    } else {
      say(new Idle(count));
    }
  }

  /** When {@link #timers} is to be called; {@link Long#MAX_VALUE} for never. */
  public long deadline() {
    return waits && gathering.isOpen() ? goOnAt : Long.MAX_VALUE;
  }

  /** The deadline has passed. */
  public void timers(long now) {
    goOnAt = now + PATIENCE_NANOS;
    say(new GoOn(count));
  }

  /** The count begins from zero. */
  void forget() {
    entered.clear();
  }

  /** Whoever was here before another change of the same name, has seen all since. */
  private long name() {
    long hash = 31L * ring.representative() + ring.sequence();
    for (GroupMember each : members) {
      hash = (hash ^ each.node().value()) * 0x9E3779B97F4A7C15L;
      hash = (Long.rotateLeft(hash, 29) ^ each.processId()) * 0xBF58476D1CE4E5B9L;
    }
    return hash;
  }

  /** A message to the barrier's group. */
  public void message(GroupMember sender, byte[] payload) {
    BarrierMessage message = BarrierMessage.read(payload).orElse(null);
    if (message == null
        || !members.contains(sender)
        || BarrierMessage.count(message).orElse(count) != count) {
      return;
    }
    if (!gathering.isOpen()) {
      take(sender, message);
      return;
    }
    gathering.add(sender, message);
    if (hasAll(gathering)) {
      forget();
      last = Place.before(ring);
      gathering.take().forEach(each -> take(each.sender(), each.message()));
    }
  }

  /** Whether the count may begin. */
  boolean hasAll(Gathering gathered) {
    return !gathered.isOpen();
  }

  private void take(GroupMember sender, BarrierMessage message) {
    if (message instanceof Enter enter) {
      entered(sender, enter);
    } else if (message instanceof Withdraw withdraw && isOpen(sender, withdraw.entry())) {
      withdrawn(sender, withdraw.entry());
    } else if (message instanceof Idle && entered.containsKey(sender)) {
      // What it said before was of an earlier change of the same name.
      withdrawn(sender, entered.get(sender));
    }
  }

  private boolean isOpen(GroupMember member, long entry) {
    return entry > decided.getOrDefault(member, Long.MIN_VALUE);
  }

  private void entered(GroupMember sender, Enter enter) {
    if (!isOpen(sender, enter.entry()) || entered.containsKey(sender)) {
      return;
    }
    if (!primary) {
      decide(sender, enter.entry(), Refusal.BROKEN);
    } else if (!entered.isEmpty() && enter.parties() != parties) {
      decide(sender, enter.entry(), Refusal.OTHER_NUMBER);
    } else {
      parties = enter.parties();
      entered.put(sender, enter.entry());
      Place given = enter.place().orElseGet(() -> last.next(ring));
      last = given.compareTo(last) > 0 ? given : last;
      if (isOwn(sender, enter.entry())) {
        place = Optional.of(given);
      }
      if (areAllIn(parties == 0 ? members.size() : parties, entered.size())) {
        pass();
      }
    }
  }

  /** Whether those who are in may pass. */
  boolean areAllIn(int expected, int in) {
    return in >= expected;
  }

  private void pass() {
    Map<GroupMember, Long> all = new LinkedHashMap<>(entered);
    entered.clear();
    decided.putAll(all);
    if (waits && isOwn(self, all.getOrDefault(self, 0L))) {
      waits = false;
      effects.passed(all);
    }
  }

  private void withdrawn(GroupMember sender, long entry) {
    if (entered.remove(sender, entry)) {
      Map<GroupMember, Long> broken = new LinkedHashMap<>(entered);
      entered.clear();
      broken.forEach((member, other) -> decide(member, other, Refusal.BROKEN));
    }
    decide(sender, entry, Refusal.WITHDRAWN);
  }

  private void decide(GroupMember member, long entry, Refusal why) {
    decided.put(member, entry);
    if (waits && isOwn(member, entry)) {
      refuse(why);
    }
  }

  private boolean isOwn(GroupMember member, long entry) {
    return member.equals(self) && entry == lastEntry;
  }

  private void refuse(Refusal why) {
    waits = false;
    effects.refused(why);
  }
}
