package io.evs.barrier.table;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.RingId;
import io.evs.barrier.table.BarrierMessage.Enter;
import io.evs.barrier.table.BarrierMessage.Withdraw;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of those that meet at a barrier: a member of the barrier's group, without I/O. It is given
 * the events of its handle in their order, and commands.
 *
 * <p>All count the same entries in the same order. At each configuration and each change of the
 * group the count begins from zero, and whoever waits enters again: so somebody who joins knows all
 * that the others do, and nobody has to be told of what was before. Not thread-safe.
 */
public class BarrierParty {
  /** Most parties of a barrier. */
  public static final int PARTIES_MAX = 1000;

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

  /** Whether the entry that waits was counted at some time. */
  private boolean counted;

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
    counted = false;
    ownParties = expected;
    sayIfIn();
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
    return members + " " + entered + " of " + (entered.isEmpty() ? 0 : parties);
  }

  private void sayIfIn() {
    if (waits && members.contains(self)) {
      effects.send(BarrierMessage.write(new Enter(count, lastEntry, ownParties)));
    }
  }

  // ---- events

  /** A configuration change. */
  public void configuration(ConfigurationChange change) {
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      ring = change.ring();
      primary = change.primary().orElse(true);
      beginCount(!primary);
    }
  }

  /** A change of the barrier's group. */
  public void group(GroupChange change) {
    members = change.members();
    beginCount(
        change.left().stream()
            .anyMatch(each -> each.reason() != Reason.LEAVE || entered.containsKey(each.member())));
  }

  private void beginCount(boolean broken) {
    forget();
    decided.keySet().retainAll(members);
    count = name();
    if (broken && waits && counted) {
      refuse(Refusal.BROKEN);
    }
    sayIfIn();
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
    if (message == null || !members.contains(sender)) {
      return;
    }
    if (message instanceof Enter enter && enter.count() == count) {
      entered(sender, enter);
    } else if (message instanceof Withdraw withdraw && isOpen(sender, withdraw.entry())) {
      withdrawn(sender, withdraw.entry());
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
      counted |= isOwn(sender, enter.entry());
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
