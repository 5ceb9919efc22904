package io.evs.console.source;

import java.util.List;

/**
 * A group.
 *
 * @param name its name
 * @param members who is in it, for people, in order
 */
public record GroupFigures(String name, List<String> members) {
  /** Copies the list. */
  public GroupFigures {
    members = List.copyOf(members);
  }
}
