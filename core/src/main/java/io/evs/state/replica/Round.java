package io.evs.state.replica;

import io.evs.GroupMember;
import io.evs.RingId;
import io.evs.state.replica.StateMessage.Hello;
import io.evs.state.replica.StateMessage.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members say what they have as a configuration begins. It ends at the same place of the order
 * at all of them.
 */
final class Round {
  /** What a member has, as it said itself or one of its side did. */
  record Entry(
      Status status, boolean isUnmerged, Side side, Way from, Optional<TransferId> transfer) {}

  final RingId ring;
  final long began;
  private final Map<GroupMember, Hello> heard = new HashMap<>();
  private final Set<GroupMember> late = new HashSet<>();
  private boolean skips;

  Round(RingId ring, long began) {
    this.ring = ring;
    this.began = began;
  }

  /** A member said what it has. */
  void hello(GroupMember sender, Hello hello) {
    heard.putIfAbsent(sender, hello);
  }

  /** A member left. */
  void left(GroupMember member) {
    heard.remove(member);
  }

  /** A member joined in this configuration: it has nothing. */
  void joined(GroupMember member) {
    late.add(member);
  }

  /** Members that others know of are not waited for any more. */
  void skip() {
    skips = true;
  }

  boolean hasHeard(GroupMember member) {
    return heard.containsKey(member);
  }

  boolean skips() {
    return skips;
  }

  /** What each member has that was there at the beginning; empty while that is not known. */
  Optional<TreeMap<GroupMember, Entry>> entries(SortedSet<GroupMember> members) {
    TreeMap<GroupMember, Entry> entries = new TreeMap<>();
    for (GroupMember member : members) {
      if (late.contains(member)) {
        continue;
      }
      Hello own = heard.get(member);
      Entry entry = own == null ? told(member) : entry(own);
      if (entry == null) {
        return Optional.empty();
      }
      entries.put(member, entry);
    }
    return Optional.of(entries);
  }

  private static Entry entry(Hello hello) {
    return new Entry(
        hello.status(), hello.isUnmerged(), hello.side(), hello.from(), hello.transfer());
  }

  private @Nullable Entry told(GroupMember member) {
    if (skips) {
      for (Hello hello : heard.values()) {
        if (hello.seniors().contains(member)) {
          return entry(hello);
        }
      }
      for (Hello hello : heard.values()) {
        if (hello.others().contains(member)) {
          return new Entry(Status.NONE, false, hello.side(), hello.from(), Optional.empty());
        }
      }
    }
    return null;
  }
}
