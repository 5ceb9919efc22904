package io.evs.group;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.NodeId;
import io.evs.totem.TotemEffects;
import java.util.List;

/**
 * What a member wants done: what its ring wants, and what goes to applications. {@link
 * Member#persisted} answers {@link #reserveRingSequence}.
 */
public interface MemberEffects extends TotemEffects {
  /**
   * A ring was installed, of these members. With quorum the application is told later, by {@link
   * #configuration}, when it is known whether the configuration is primary.
   */
  default void installed(List<NodeId> members) {}

  /** A configuration change, in order with {@link #message} and {@link #group}. */
  void configuration(ConfigurationChange change);

  /** A change of a group's membership. */
  void group(GroupChange change);

  /** A message; the view is valid during the call only. Called for every message of the ring. */
  void message(MessageView message);
}
