package io.evs.cli.key;

import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds a key by what people call it: its id, its fingerprint, or the beginning of either. */
final class KeyNames {
  private KeyNames() {}

  /** Both names of a key. */
  static NodeStatus.Key of(RingKey key) {
    return new NodeStatus.Key(key.name(), key.fingerprint());
  }

  /**
   * The id of the key that is meant.
   *
   * @param known the keys that are installed here; a whole id is taken though it is not among them,
   *     because others may have that key
   */
  static int find(List<NodeStatus.Key> known, String text) {
    String name = text.toLowerCase(Locale.ROOT);
    Optional<Integer> whole = KeyFolder.parseId(name);
    List<NodeStatus.Key> exact =
        matching(known, key -> key.id().equals(name) || key.fingerprint().equals(name));
    List<NodeStatus.Key> meant =
        exact.isEmpty()
            ? matching(
                known, key -> key.id().startsWith(name) || key.fingerprint().startsWith(name))
            : exact;
    if (meant.size() == 1 && !name.isEmpty()) {
      return KeyFolder.parseId(meant.get(0).id()).orElseThrow();
    }
    if (meant.isEmpty() && whole.isPresent()) {
      return whole.get();
    }
    throw CliException.usage(
        meant.isEmpty() || name.isEmpty()
            ? "\"" + text + "\" is not a key that is installed here: see `evs key list`"
            : "\"" + text + "\" begins the name of more than one key: give more of it");
  }

  private static List<NodeStatus.Key> matching(
      List<NodeStatus.Key> known, Predicate<NodeStatus.Key> condition) {
    return known.stream().filter(condition).toList();
  }
}
