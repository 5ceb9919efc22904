package io.evs.barrier.table;

import io.evs.GroupMember;
import io.evs.barrier.table.BarrierMessage.Enter;
import io.evs.barrier.table.BarrierMessage.GoOn;
import io.evs.barrier.table.BarrierMessage.Idle;
import io.evs.barrier.table.BarrierMessage.Withdraw;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the members of a barrier's group say behind a change, until each of them has said whether it
 * waits, or one of them waits no longer for the rest: only then is it known who waited first.
 */
final class Gathering {
  /** One message and its sender. */
  record Said(GroupMember sender, BarrierMessage message) {
    private Optional<Place> place() {
      return message instanceof Enter enter ? enter.place() : Optional.empty();
    }
  }

  /** Those who waited before, in their order. */
  private static final Comparator<Said> BY_PLACE =
      Comparator.comparing((Said each) -> each.place().orElseThrow()).thenComparing(Said::sender);

  private final Set<GroupMember> silent = new HashSet<>();
  private final List<Said> said = new ArrayList<>();

  /** A change: all of these are to say whether they wait. */
  void begin(Collection<GroupMember> members) {
    said.clear();
    silent.clear();
    silent.addAll(members);
  }

  /** Whether somebody has not said yet whether it waits. */
  boolean isOpen() {
    return !silent.isEmpty();
  }

  /** Somebody says something; in order. */
  void add(GroupMember sender, BarrierMessage message) {
    if (message instanceof Idle) {
      // What it said before was of an earlier change of the same name.
      said.removeIf(each -> each.sender().equals(sender) && each.message() instanceof Enter);
    }
    said.add(new Said(sender, message));
    if (message instanceof GoOn) {
      silent.clear();
    } else if (!(message instanceof Withdraw)) {
      // Who withdraws may have done so before the change.
      silent.remove(sender);
    }
  }

  /**
   * All that was said: first the entries of those who waited before the change, by their places,
   * and then the rest in the order of the stream. It is forgotten here.
   */
  List<Said> take() {
    List<Said> all = new ArrayList<>();
    said.stream().filter(each -> each.place().isPresent()).sorted(BY_PLACE).forEach(all::add);
    said.stream().filter(each -> each.place().isEmpty()).forEach(all::add);
    begin(List.of());
    return all;
  }
}
