package io.evs.console.source;

import io.evs.NodeId;
import java.util.OptionalLong;

/**
 * What is known of one processor; what is not known is empty.
 *
 * @param id its node id
 * @param name its name for people; may be empty
 * @param address where it is; may be empty
 * @param state its state, in upper case
 * @param inRing whether it is a member of a ring now
 * @param local whether it is the one that the source asks
 * @param atNanos when these figures were taken, by a clock of its own
 * @param messages messages it has sent so far
 * @param bytes payload bytes of those
 * @param aruLag packets that it knows of and has not received yet
 * @param retransmits packets it has sent again
 * @param pauses times it did not run although it should have
 * @param queuedBytes bytes that wait there to be ordered
 */
public record MemberFigures(
    NodeId id,
    String name,
    String address,
    String state,
    boolean inRing,
    boolean local,
    long atNanos,
    OptionalLong messages,
    OptionalLong bytes,
    OptionalLong aruLag,
    OptionalLong retransmits,
    OptionalLong pauses,
    OptionalLong queuedBytes) {

  /** A processor of which only this is known. */
  public static MemberFigures unknown(
      NodeId id, String name, String address, String state, boolean inRing) {
    OptionalLong none = OptionalLong.empty();
    return new MemberFigures(
        id, name, address, state, inRing, false, 0, none, none, none, none, none, none);
  }

  /** The same processor in another state. */
  public MemberFigures withState(String other) {
    return new MemberFigures(
        id,
        name,
        address,
        other,
        inRing,
        local,
        atNanos,
        messages,
        bytes,
        aruLag,
        retransmits,
        pauses,
        queuedBytes);
  }
}
