package io.evs.state.replica;

import io.evs.GroupMember;
import java.util.function.Consumer;

/** Rules that tests replace, to see that others find it. */
class Rules {
  static final Rules USUAL = new Rules();

  Held held() {
    return new Held();
  }

  Transfers transfers(GroupMember self, Consumer<StateMessage> send, Pace pace) {
    return new Transfers(self, send, pace);
  }

  /** Whether the answer to a safe command waits for the next ring. */
  boolean waits(boolean inTail) {
    return inTail;
  }

  /** Whether commands are applied in a ring. */
  boolean mayApply(boolean isPrimary) {
    return isPrimary;
  }
}
