package io.evs.why;

import io.evs.RingId;
import io.evs.flight.Cause;
import io.evs.why.Change.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * A cause with those it comes from and what shows it.
 *
 * @param unasked those that are blamed for their silence and cannot be asked
 * @param reason a clause that says why, without its conjunction
 */
record Verdict(
    Cause cause,
    List<Integer> blamed,
    Optional<Link> link,
    OptionalLong pauseMillis,
    List<Integer> unasked,
    String reason,
    List<String> evidence) {

  static Verdict of(Cause cause, Iterable<Integer> blamed, String reason, List<String> evidence) {
    return new Verdict(
        cause,
        ascending(blamed),
        Optional.empty(),
        OptionalLong.empty(),
        List.of(),
        reason,
        evidence);
  }

  static Verdict ofLink(Cause cause, Link link, String reason, List<String> evidence) {
    return new Verdict(
        cause,
        ascending(List.of(link.from(), link.to())),
        Optional.of(link),
        OptionalLong.empty(),
        List.of(),
        reason,
        evidence);
  }

  static Verdict ofPause(List<Integer> blamed, long millis, String reason, List<String> evidence) {
    return new Verdict(
        Cause.PAUSE,
        ascending(blamed),
        Optional.empty(),
        OptionalLong.of(millis),
        List.of(),
        reason,
        evidence);
  }

  private static List<Integer> ascending(Iterable<Integer> nodes) {
    TreeSet<Integer> sorted = new TreeSet<>(Integer::compareUnsigned);
    nodes.forEach(sorted::add);
    return List.copyOf(sorted);
  }

  /** The same with further evidence behind its own. */
  Verdict with(List<String> more) {
    List<String> all = new ArrayList<>(evidence);
    all.addAll(more);
    return new Verdict(cause, blamed, link, pauseMillis, unasked, reason, all);
  }

  /** The same with another reason. */
  Verdict because(String other) {
    return new Verdict(cause, blamed, link, pauseMillis, unasked, other, evidence);
  }

  /** The same of members of which some cannot be asked. */
  Verdict unasked(Iterable<Integer> nodes) {
    return new Verdict(cause, blamed, link, pauseMillis, ascending(nodes), reason, evidence);
  }

  /** The change that it explains. */
  Change change(RingId ring, long atMillis) {
    return new Change(ring, atMillis, cause, blamed, link, pauseMillis, unasked, reason, evidence);
  }
}
