package io.evs.barrier.table;

import io.evs.GroupMember;

/** Planted bugs of barriers: each is one change of one rule (docs/reliability.md). */
public enum PlantedBarriers {
  /** The rules as they are. */
  NONE("no bug"),

  B1("the last one is not waited for") {
    @Override
    public BarrierParty create(GroupMember self, long first, BarrierParty.Effects effects) {
      return new BarrierParty(self, first, effects) {
        @Override
        boolean areAllIn(int expected, int in) {
          return in >= expected - 1;
        }
      };
    }
  },

  B2("what was counted before a change counts on behind it") {
    @Override
    public BarrierParty create(GroupMember self, long first, BarrierParty.Effects effects) {
      return new BarrierParty(self, first, effects) {
        @Override
        void forget() {
          // The bug.
        }
      };
    }
  },

  B3("who comes is counted before those who waited have entered again") {
    @Override
    public BarrierParty create(GroupMember self, long first, BarrierParty.Effects effects) {
      return new BarrierParty(self, first, effects) {
        @Override
        boolean hasAll(Gathering gathered) {
          return true;
        }
      };
    }
  };

  private final String title;

  PlantedBarriers(String title) {
    this.title = title;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** A party with this bug. */
  public BarrierParty create(GroupMember self, long first, BarrierParty.Effects effects) {
    return new BarrierParty(self, first, effects);
  }
}
