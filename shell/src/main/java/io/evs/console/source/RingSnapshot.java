package io.evs.console.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a source knows at one moment.
 *
 * @param timeNanos the source's own time, never going back
 * @param time the same for people
 * @param title what is looked at, such as the ring's name
 * @param state state of the member that is asked
 * @param since how long it has been in its ring, for people; may be empty
 * @param local one line about the member that is asked
 * @param security suite and key
 * @param rings the rings, that of the member that is asked first
 * @param members all processors, ascending; those that were members before too
 * @param token the token of the first ring
 * @param latency how long things take at the member that is asked
 * @param groups groups by name
 * @param deliveredMessages messages that the asked member has delivered so far
 * @param deliveredBytes payload bytes of those
 * @param notice something that the person should know first
 * @param health whether this is how it is now, and what is wrong
 */
public record RingSnapshot(
    long timeNanos,
    String time,
    String title,
    String state,
    String since,
    String local,
    String security,
    List<RingFigures> rings,
    List<MemberFigures> members,
    TokenFigures token,
    LatencyFigures latency,
    List<GroupFigures> groups,
    OptionalLong deliveredMessages,
    OptionalLong deliveredBytes,
    Optional<String> notice,
    Health health) {

  /** Copies the lists. */
  public RingSnapshot {
    rings = List.copyOf(rings);
    members = List.copyOf(members);
    groups = List.copyOf(groups);
  }

  /** Before anything is known. */
  public static RingSnapshot empty(String title) {
    return new RingSnapshot(
        0,
        "",
        title,
        "STARTING",
        "",
        "",
        "",
        List.of(),
        List.of(),
        TokenFigures.UNKNOWN,
        LatencyFigures.UNKNOWN,
        List.of(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Health.FINE);
  }
}
