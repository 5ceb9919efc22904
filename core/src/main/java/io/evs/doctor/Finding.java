package io.evs.doctor;

import java.util.List;

/**
 * Something that a doctor found.
 *
 * @param id of which kind: unreachable, one_way, mtu, timeouts_differ, settings_differ, key,
 *     buffer, multicast, cpu_quota, pauses, quorum, clock or version
 * @param severity error if a ring suffers, else warning
 * @param members ids of the nodes that it is about, ascending
 * @param text what it is and why it matters
 * @param hint what to do
 */
public record Finding(String id, Severity severity, List<Long> members, String text, String hint) {
  /** How bad it is. */
  public enum Severity {
    /** A ring suffers. */
    ERROR,
    /** Worth knowing. */
    WARNING
  }

  /** Copies the list. */
  public Finding {
    members = members.stream().distinct().sorted().toList();
  }

  static Finding error(String id, List<Long> members, String text, String hint) {
    return new Finding(id, Severity.ERROR, members, text, hint);
  }

  static Finding warning(String id, List<Long> members, String text, String hint) {
    return new Finding(id, Severity.WARNING, members, text, hint);
  }
}
