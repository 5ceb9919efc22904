package io.evs.state.replica;

import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.state.replica.StateMessage.Command;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** Events that wait until the members of a configuration agree on who has the state. */
final class Queued {
  /** An event. */
  sealed interface Event {}

  /** The group changed. */
  record Changed(GroupChange change) implements Event {}

  /** A member said something. */
  record Said(GroupMember sender, StateMessage message) implements Event {}

  private final Deque<Event> events = new ArrayDeque<>();
  private long bytes;

  void add(GroupChange change) {
    events.add(new Changed(change));
  }

  void add(GroupMember sender, StateMessage message, int length) {
    events.add(new Said(sender, message));
    bytes += length + Held.EXTRA_BYTES;
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  Event remove() {
    Event next = events.remove();
    bytes = events.isEmpty() ? 0 : bytes;
    return next;
  }

  /** Drops all; tells of the commands among them. */
  void clear(BiConsumer<GroupMember, Command> dropped) {
    for (Event each : events) {
      if (each instanceof Said said && said.message() instanceof Command command) {
        dropped.accept(said.sender(), command);
      }
    }
    events.clear();
    bytes = 0;
  }
}
