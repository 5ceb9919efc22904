package io.evs.security.key;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the file {@code state} of a key ring says: three lines of ASCII. */
final class StateFile {
  private StateFile() {}

  static String text(KeyFolder.State state) {
    return "generation "
        + state.generation()
        + "\nactive "
        + RingKey.name(state.active())
        + "\nseen "
        + state.seen().stream().map(Long::toUnsignedString).collect(Collectors.joining(" "))
        + "\n";
  }

  /**
   * Understands the lines.
   *
   * @throws IllegalArgumentException if they are something else
   */
  static KeyFolder.State parse(List<String> lines) {
    if (lines.size() != 3) {
      throw new IllegalArgumentException("not three lines");
    }
    long generation = Long.parseLong(value(lines.get(0), "generation"));
    if (generation < 0 || generation > KeyFolder.GENERATION_MAX) {
      throw new IllegalArgumentException("no generation");
    }
    int active =
        KeyFolder.parseId(value(lines.get(1), "active"))
            .orElseThrow(() -> new IllegalArgumentException("no key id"));
    Set<Long> seen = new LinkedHashSet<>();
    for (String id : value(lines.get(2), "seen").split(" ", -1)) {
      if (!id.isEmpty()) {
        seen.add(Long.parseUnsignedLong(id));
      }
    }
    return new KeyFolder.State(generation, active, seen);
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name + " ")) {
      throw new IllegalArgumentException("no " + name);
    }
    return line.substring(name.length() + 1);
  }
}
