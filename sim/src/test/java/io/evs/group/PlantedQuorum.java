package io.evs.group;

import io.evs.NodeId;
import io.evs.quorum.Ballot;
import io.evs.quorum.QuorumRule;
import io.evs.quorum.Session;
import io.evs.totem.Totem;
import io.evs.totem.wire.PacketPool;
import io.evs.trace.TraceSink;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Planted bugs of quorum: each is one change of one rule (docs/reliability.md). */
public enum PlantedQuorum {
  /** The rules as they are. */
  NONE("no bug", QuorumRule::new),

  Q1("half of the votes are enough", HalfIsEnough::new),
  Q2("who has started since counts for the last primary", ForgottenCounts::new),
  Q3("half of the last primary goes on without its least member, too", NoTieBreak::new);

  private final String title;
  private final Supplier<QuorumRule> rule;

  PlantedQuorum(String title, Supplier<QuorumRule> rule) {
    this.title = title;
    this.rule = rule;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** A member with this bug. */
  public Member create(
      MemberConfig config, MemberEffects effects, TraceSink trace, PacketPool pool) {
    return new Member(config, effects, trace, pool, Totem::new, rule.get());
  }

  private static final class HalfIsEnough extends QuorumRule {
    @Override
    protected boolean isMajority(long votes, long of) {
      return 2 * votes >= of;
    }
  }

  private static final class ForgottenCounts extends QuorumRule {
    @Override
    protected boolean counts(Ballot ballot, Session session) {
      return ballot != null;
    }
  }

  private static final class NoTieBreak extends QuorumRule {
    @Override
    protected boolean isMajorityOf(Session session, SortedMap<NodeId, Ballot> told) {
      long here =
          session.votes().entrySet().stream()
              .filter(each -> counts(told.get(each.getKey()), session))
              .mapToLong(each -> each.getValue())
              .sum();
      return 2 * here >= session.total();
    }
  }
}
