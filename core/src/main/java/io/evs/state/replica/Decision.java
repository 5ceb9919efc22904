package io.evs.state.replica;

import io.evs.GroupMember;
import io.evs.state.replica.Round.Entry;
import io.evs.state.replica.StateMessage.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who has the state in a configuration, by what its members said alone: the same at all of them.
 *
 * @param seniors who has it, in order; none if nobody may begin
 * @param begins whether it begins at the first of them, as nobody had it
 * @param others who gets it: those of lost sides in front, the best first
 * @param stale the sides of those who have a state that others go on without
 * @param unmerged sides whose state is to be merged into that of the seniors, in order
 * @param continued a transfer that goes on
 */
record Decision(
    List<GroupMember> seniors,
    boolean begins,
    List<GroupMember> others,
    Map<GroupMember, Side> stale,
    SortedMap<Side, List<GroupMember>> unmerged,
    Optional<TransferId> continued) {

  /**
   * Decides.
   *
   * @param mayBegin whether the state may begin where nobody has it
   * @param merges whether states of other sides are merged, and not lost
   */
  static Decision of(TreeMap<GroupMember, Entry> entries, boolean mayBegin, boolean merges) {
    Optional<Side> winner = best(entries, Status.READY).or(() -> best(entries, Status.STALE));
    boolean isReady = best(entries, Status.READY).isPresent();
    List<GroupMember> seniors = new ArrayList<>();
    TreeMap<Side, List<GroupMember>> lost = new TreeMap<>();
    TreeMap<Side, List<GroupMember>> unmerged = new TreeMap<>();
    List<GroupMember> without = new ArrayList<>();
    entries.forEach(
        (member, entry) -> {
          if (entry.status() == Status.NONE) {
            without.add(member);
          } else if (winner.get().equals(entry.side())
              && isReady == (entry.status() == Status.READY)) {
            seniors.add(member);
          } else {
            lost.computeIfAbsent(entry.side(), side -> new ArrayList<>()).add(member);
            if (merges && (entry.status() == Status.READY || entry.isUnmerged())) {
              unmerged.computeIfAbsent(entry.side(), side -> new ArrayList<>()).add(member);
            }
          }
        });
    boolean begins = winner.isEmpty() && mayBegin && !without.isEmpty();
    if (begins) {
      seniors.add(without.remove(0));
    }
    Map<GroupMember, Side> stale = new LinkedHashMap<>();
    lost.forEach((side, members) -> members.forEach(each -> stale.put(each, side)));
    List<GroupMember> others = new ArrayList<>(stale.keySet());
    others.addAll(without);
    return new Decision(
        seniors, begins, others, stale, unmerged, continued(entries, seniors, others));
  }

  private static Optional<Side> best(Map<GroupMember, Entry> entries, Status status) {
    return entries.values().stream()
        .filter(each -> each.status() == status)
        .map(Entry::side)
        .min(Side::compareTo);
  }

  /** A transfer goes on if all who lack the state are in it and came the same way. */
  private static Optional<TransferId> continued(
      Map<GroupMember, Entry> entries, List<GroupMember> seniors, List<GroupMember> others) {
    if (seniors.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    Entry first = entries.get(seniors.get(0));
    boolean isSame =
        first.status() == Status.READY
            && others.stream()
                .map(entries::get)
                .allMatch(
                    each ->
                        each.transfer().equals(first.transfer())
                            && each.from().equals(first.from()));
    return isSame ? first.transfer() : Optional.empty();
  }
}
