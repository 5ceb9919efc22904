package io.evs.state.replica;

import io.evs.GroupMember;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a participant wants done. */
public interface StateEffects {
  /** Multicast to the group of the state; must come behind the join. */
  void send(byte[] payload, boolean safe);

  /** A command was applied, and will be at every member. */
  void answered(long number, @Nullable Object answer);

  /** A command was applied; the application threw this. */
  void threw(long number, RuntimeException failure);

  /** There is no answer to a command. */
  void refused(long number, Refusal why);

  /** The state is there, or is not any more. */
  void ready(boolean isReady);

  /** The state of these members differs from that of this one, by their digests. */
  void differ(List<GroupMember> members);

  /** This participant cannot go on. */
  void ended(String why);

  /** Why there is no answer to a command. */
  enum Refusal {
    /** The ring is not primary: nobody applied it. */
    NOT_PRIMARY,
    /** Others may have applied it, at a place where this member had not the state. */
    UNKNOWN
  }
}
