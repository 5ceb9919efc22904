package io.evs.lock.table;

import java.util.function.Function;

/** Planted bugs of leaders: each is one change of one rule (docs/reliability.md). */
public enum PlantedLeaders {
  /** The rules as they are. */
  NONE("no bug", Candidacy::new),

  E1("a leader that is cut off is not told", NotTold::new),
  E2("who lost the leadership does not stand again", StandsOnce::new);

  private final String title;
  private final Function<Candidacy.Effects, Candidacy> candidacy;

  PlantedLeaders(String title, Function<Candidacy.Effects, Candidacy> candidacy) {
    this.title = title;
    this.candidacy = candidacy;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** A candidacy with this bug. */
  public Candidacy create(Candidacy.Effects effects) {
    return candidacy.apply(effects);
  }

  private static final class NotTold extends Candidacy {
    NotTold(Effects effects) {
      super(effects);
    }

    @Override
    public void lost() {
      refused();
    }
  }

  private static final class StandsOnce extends Candidacy {
    private final Effects effects;

    StandsOnce(Effects effects) {
      super(effects);
      this.effects = effects;
    }

    @Override
    public void lost() {
      effects.loses();
    }
  }
}
