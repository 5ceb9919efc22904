package io.evs.lock.table;

import io.evs.GroupMember;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Planted bugs of locks: each is one change of one rule (docs/reliability.md). */
public enum PlantedLocks {
  /** The rules as they are. */
  NONE("no bug", LockTable::new),

  K1("a lock is shared beside an exclusive holder", SharedBesideExclusive::new),
  K2("what a lost node held is free at once", NoLease::new),
  K3("rings that are not primary grant", GrantsAlways::new),
  K4("a table that others may have outrun grants at once", SettledAlways::new),
  K5("tokens go on from a table that others may have outrun", OldTokens::new);

  private final String title;
  private final Supplier<LockTable> table;

  PlantedLocks(String title, Supplier<LockTable> table) {
    this.title = title;
    this.table = table;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** A participant with this bug. */
  public LockParticipant create(
      GroupMember self, long firstNumber, long leaseNanos, LockParticipant.Effects effects) {
    return new LockParticipant(self, firstNumber, leaseNanos, effects, table.get());
  }

  private static final class SharedBesideExclusive extends LockTable {
    @Override
    boolean canHold(Entry entry, List<Entry> queue) {
      return super.canHold(entry, queue) || (entry.shared && super.canHold(entry, List.of()));
    }
  }

  private static final class NoLease extends LockTable {
    @Override
    void gone(GroupMember member, boolean told) {
      super.gone(member, true);
    }
  }

  private static final class GrantsAlways extends LockTable {
    @Override
    void configuration(long sequence, Optional<Boolean> primary, boolean direct) {
      boolean here = direct || primary.equals(Optional.of(false));
      super.configuration(sequence, Optional.of(true), here);
    }
  }

  private static final class SettledAlways extends LockTable {
    @Override
    void configuration(long sequence, Optional<Boolean> primary, boolean direct) {
      super.configuration(sequence, primary, direct);
      settle(0);
    }
  }

  private static final class OldTokens extends LockTable {
    @Override
    void settle(long fence) {
      super.settle(0);
    }
  }
}
