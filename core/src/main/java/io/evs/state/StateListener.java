package io.evs.state;

import io.evs.EvsException;
import io.evs.GroupMember;
import java.util.List;

/** Is told what becomes of a replicated state, on its thread, which must not be blocked. */
public interface StateListener {
  /**
   * The state is there, or it is not any more: others went on without this member's, which gets
   * theirs. Commands wait meanwhile.
   */
  default void onReady(boolean isReady) {}

  /**
   * After a transfer the state of these members is not that of this one: an application that does
   * not do the same everywhere. They end with an error; unless the sender is among them, this
   * member's state is that of the others.
   */
  default void onDifference(List<GroupMember> members) {}

  /**
   * This member takes part no more, and commands fail.
   *
   * @param reason what ended the handle, or the state
   */
  default void onEnd(EvsException reason) {}
}
