package io.evs.node.handle;

import io.evs.EvsException;
import io.evs.GroupMember;

/** A handle as the loop sees it. */
public interface HandleEnd {
  /** Its name as a sender and a group member. */
  GroupMember self();

  /** Where its events go. */
  HandleQueue queue();

  /** Its stream has ended; loop thread. */
  void lost(EvsException reason);

  /** Whether it only reads payloads, so that several handles can be given the same bytes. */
  boolean sharesPayloads();
}
