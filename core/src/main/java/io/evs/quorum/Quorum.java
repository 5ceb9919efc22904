package io.evs.quorum;

import io.evs.NodeId;
import io.evs.QuorumSettings;
import io.evs.RingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a member remembers of primary configurations since it started, and what it decides of the
 * present one. A member that has just started remembers nothing, and nothing is kept on disk: the
 * rules do not count who has forgotten.
 */
public final class Quorum {
  private final Optional<QuorumSettings> settings;
  private final QuorumRule rule;
  private Optional<Session> formed = Optional.empty();
  private final List<Session> open = new ArrayList<>();
  private Verdict verdict = Verdict.NONE;

  /** Of a member that starts; empty settings decide nothing. */
  public Quorum(Optional<QuorumSettings> settings, QuorumRule rule) {
    this.settings = settings;
    this.rule = rule;
  }

  /** Whether it is to be decided which configurations are primary. */
  public boolean isConfigured() {
    return settings.isPresent();
  }

  /** What is told in the state exchange. */
  public Optional<Ballot> ballot() {
    return settings.map(each -> new Ballot(each, formed, open));
  }

  /** A ring was installed: nothing is known of it. */
  public void ringInstalled() {
    verdict = Verdict.NONE;
  }

  /**
   * All states of a configuration were delivered.
   *
   * @param ballots what each member told; empty for one without quorum
   * @param inTail whether after the transitional configuration: then members that are not in that
   *     may not have all states, and it stays open whether the configuration was primary
   */
  public void decide(RingId ring, SortedMap<NodeId, Optional<Ballot>> ballots, boolean inTail) {
    verdict = rule.decide(ballots);
    if (!verdict.primary()) {
      return;
    }
    Session session = session(ring, ballots);
    if (!inTail) {
      formed = Optional.of(session);
      open.clear();
    } else {
      open.add(session);
      if (open.size() > Ballot.OPEN_MAX) {
        formed = Optional.empty();
        open.clear();
      }
    }
  }

  private static Session session(RingId ring, SortedMap<NodeId, Optional<Ballot>> ballots) {
    SortedMap<NodeId, Integer> votes = new TreeMap<>();
    ballots.forEach(
        (node, ballot) -> votes.put(node, ballot.map(each -> each.settings().votes()).orElse(0)));
    return new Session(ring, votes);
  }

  /** What was decided of the ring last installed; not primary before. */
  public Verdict verdict() {
    return verdict;
  }
}
