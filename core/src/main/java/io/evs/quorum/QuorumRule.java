package io.evs.quorum;

import io.evs.NodeId;
import io.evs.QuorumSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Whether a configuration is primary, by what its members told and nothing else: the same at each
 * of them. Why no two primary configurations can be in force beside each other says
 * docs/protocol.md, "Quorum".
 */
public class QuorumRule {
  /**
   * Decides.
   *
   * @param ballots what each member told; empty for one without quorum
   */
  public Verdict decide(SortedMap<NodeId, Optional<Ballot>> ballots) {
    SortedMap<NodeId, Ballot> told = told(ballots);
    if (told.isEmpty()) {
      return Verdict.NONE;
    }
    long votes = told.values().stream().mapToLong(each -> each.settings().votes()).sum();
    QuorumSettings settings = told.get(told.firstKey()).settings();
    String problem = problem(ballots, told, votes);
    boolean primary = problem.isEmpty() && isPrimary(settings, told, votes);
    return new Verdict(primary, votes, problem);
  }

  private static SortedMap<NodeId, Ballot> told(SortedMap<NodeId, Optional<Ballot>> ballots) {
    SortedMap<NodeId, Ballot> told = new TreeMap<>();
    ballots.forEach((node, ballot) -> ballot.ifPresent(each -> told.put(node, each)));
    return told;
  }

  private boolean isPrimary(QuorumSettings settings, SortedMap<NodeId, Ballot> told, long votes) {
    boolean all = votes >= settings.expectedVotes();
    if (settings.policy() == QuorumSettings.Policy.MAJORITY) {
      boolean begun = told.values().stream().anyMatch(each -> each.formed().isPresent());
      return isMajority(votes, settings.expectedVotes())
          && (all || begun || !settings.waitForAll());
    }
    return all || isMajorityOfAll(sessions(told), told);
  }

  /** More than half: two majorities of the same votes have a member in common. */
  protected boolean isMajority(long votes, long of) {
    return 2 * votes > of;
  }

  private boolean isMajorityOfAll(List<Session> sessions, SortedMap<NodeId, Ballot> told) {
    return !sessions.isEmpty() && sessions.stream().allMatch(each -> isMajorityOf(each, told));
  }

  /**
   * The last primary configuration that a member remembers, and all later ones that may have been
   * primary; none if no member remembers one.
   */
  private List<Session> sessions(SortedMap<NodeId, Ballot> told) {
    Optional<Session> last =
        told.values().stream()
            .flatMap(each -> each.formed().stream())
            .max((a, b) -> a.ring().compareTo(b.ring()));
    List<Session> sessions = new ArrayList<>();
    last.ifPresent(sessions::add);
    for (Ballot ballot : told.values()) {
      for (Session open : ballot.open()) {
        boolean later = last.isPresent() && open.ring().compareTo(last.get().ring()) > 0;
        if (later && sessions.stream().noneMatch(each -> each.ring().equals(open.ring()))) {
          sessions.add(open);
        }
      }
    }
    return sessions;
  }

  /**
   * Whether members with more than half of a session's votes are here, or half of them with the
   * member of the least id among those with votes. Who was started since does not count: it has
   * forgotten what it took part in.
   */
  protected boolean isMajorityOf(Session session, SortedMap<NodeId, Ballot> told) {
    long here = 0;
    for (Map.Entry<NodeId, Integer> each : session.votes().entrySet()) {
      here += counts(told.get(each.getKey()), session) ? each.getValue() : 0;
    }
    if (isMajority(here, session.total())) {
      return true;
    }
    return here > 0 && 2 * here == session.total() && counts(told.get(session.least()), session);
  }

  protected boolean counts(Ballot ballot, Session session) {
    return ballot != null && ballot.remembers(session);
  }

  // ---- what makes a primary configuration impossible

  private static String problem(
      SortedMap<NodeId, Optional<Ballot>> ballots, SortedMap<NodeId, Ballot> told, long votes) {
    String differs = difference(told, "expected_votes", QuorumSettings::expectedVotes);
    if (differs.isEmpty()) {
      differs = difference(told, "policy", each -> each.policy().text());
    }
    if (differs.isEmpty()) {
      differs = difference(told, "wait_for_all", QuorumSettings::waitForAll);
    }
    if (!differs.isEmpty()) {
      return differs;
    }
    QuorumSettings settings = told.get(told.firstKey()).settings();
    if (votes > settings.expectedVotes()) {
      return "the members have "
          + votes
          + " votes together, more than quorum.expected_votes "
          + settings.expectedVotes()
          + ": set it to the votes of all nodes, at all nodes";
    }
    boolean silent = told.size() < ballots.size();
    if (silent && settings.policy() != QuorumSettings.Policy.MAJORITY) {
      NodeId node =
          ballots.keySet().stream().filter(each -> !told.containsKey(each)).findFirst().get();
      return "node "
          + node
          + " has no quorum configured, which quorum.policy "
          + settings.policy().text()
          + " needs at every node";
    }
    return "";
  }

  /** Names the first two members that have different values, with both. */
  private static String difference(
      SortedMap<NodeId, Ballot> told, String key, Function<QuorumSettings, Object> value) {
    NodeId first = told.firstKey();
    Object expected = value.apply(told.get(first).settings());
    for (Map.Entry<NodeId, Ballot> each : told.entrySet()) {
      Object other = value.apply(each.getValue().settings());
      if (!other.equals(expected)) {
        return "quorum."
            + key
            + " is "
            + expected
            + " at node "
            + first
            + ", "
            + other
            + " at node "
            + each.getKey()
            + ": give all nodes the same";
      }
    }
    return "";
  }
}
