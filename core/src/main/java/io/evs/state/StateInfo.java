package io.evs.state;

import io.evs.GroupMember;
import java.util.List;

/**
 * A replicated state as one member has it, at a place in the order.
 *
 * @param ready whether it is there; commands wait until it is
 * @param applied commands that it has, of one part of the ring at least; a merge counts as one.
 *     Equal at members at the same place
 * @param bytes length of the state as it is written
 * @param digest SHA-256 of the state as it is written, in hexadecimal
 * @param members who has the state, the first one sends it to others; empty if it is not ready
 */
public record StateInfo(
    boolean ready, long applied, long bytes, String digest, List<GroupMember> members) {
  /** Copies the list. */
  public StateInfo {
    members = List.copyOf(members);
  }
}
