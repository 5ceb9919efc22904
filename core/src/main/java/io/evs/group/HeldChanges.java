package io.evs.group;

import io.evs.ConfigurationChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps a regular configuration back, and the transitional one behind it if there is one, until it
 * is known whether it is primary. No message and no change of a group comes between.
 */
final class HeldChanges {
  private final List<ConfigurationChange> held = new ArrayList<>();

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** A regular change, which is the first, or a transitional one behind it. */
  void add(ConfigurationChange change) {
    held.add(change);
  }

  /** Whether the configuration was left before it was decided. */
  boolean isLeft() {
    return held.size() > 1;
  }

  /** The regular change; there is one. */
  ConfigurationChange regular() {
    return held.get(0);
  }

  /** Hands all on. */
  void release(boolean primary, Consumer<ConfigurationChange> to) {
    List<ConfigurationChange> released = new ArrayList<>(held);
    held.clear();
    for (ConfigurationChange each : released) {
      boolean regular = each.kind() == ConfigurationChange.Kind.REGULAR;
      to.accept(regular ? each.withPrimary(primary) : each);
    }
  }
}
