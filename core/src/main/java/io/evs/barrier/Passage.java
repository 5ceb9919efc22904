package io.evs.barrier;

import io.evs.GroupMember;
import java.util.List;

/**
 * A barrier that all have reached.
 *
 * @param parties the handles that met, in the order in which they came; the same list at all of
 *     them
 * @param index this one's place among them, from 0
 */
public record Passage(List<GroupMember> parties, int index) {
  /** Copies the list. */
  public Passage {
    parties = List.copyOf(parties);
  }
}
