package io.evs.cli.key;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Text;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The keys of this machine's node: what it says itself if it runs, and what is found in its key
 * ring as far as this user may look there.
 *
 * @param folder the key ring of the configuration
 * @param generation how often the key was changed, as far as is known here
 * @param keys in the order in which they are told
 */
record KnownKeys(Optional<KeyFolder> folder, long generation, List<Known> keys) {
  /**
   * A key.
   *
   * @param name its id and its fingerprint; that is empty for a key that cannot be read
   * @param active whether packets are sealed with it
   * @param inKeyring whether it is in the key ring and not retired
   * @param state in words
   */
  record Known(NodeStatus.Key name, boolean active, boolean inKeyring, String state) {}

  static KnownKeys find(CommandContext context, KeyOptions options) {
    Optional<NodeStatus.Security> running = running(context, options);
    Optional<KeyFolder> folder =
        running.isPresent() ? options.folderIfAny(context) : Optional.of(options.folder(context));
    List<Known> keys = new ArrayList<>();
    Set<String> told = new HashSet<>();
    long generation;
    if (running.isPresent()) {
      generation = running.get().generation();
      for (NodeStatus.Key each : running.get().installed()) {
        boolean active = each.id().equals(running.get().keyId());
        add(
            keys,
            told,
            new Known(each, active, !isFirst(active, generation), words(active, generation)));
      }
    } else {
      KeyFolder.State state = folder.orElseThrow().state();
      generation = state.generation();
      Optional<Known> first = generation == 0 ? first(context, options) : Optional.empty();
      first.ifPresent(each -> add(keys, told, each));
      for (int id : folder.get().ids()) {
        boolean active = generation > 0 && id == state.active();
        add(keys, told, stored(id, folder.get()::read, active, words(active, generation)));
      }
    }
    folder.ifPresent(each -> addUntold(keys, told, each));
    return new KnownKeys(folder, generation, List.copyOf(keys));
  }

  /** A node that cannot be asked is as none: the folder is looked at. */
  private static Optional<NodeStatus.Security> running(CommandContext context, KeyOptions options) {
    Optional<EvsMember> found = options.running(context);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (EvsMember node = found.get()) {
      return Optional.of(node.status().security());
    }
  }

  private static void add(List<Known> keys, Set<String> told, Known key) {
    if (told.add(key.name().id())) {
      keys.add(key);
    }
  }

  private static boolean isFirst(boolean active, long generation) {
    return active && generation == 0;
  }

  private static String words(boolean active, long generation) {
    if (isFirst(active, generation)) {
      return "in use, from security.keyfile";
    }
    return active ? "in use, generation " + generation : "installed";
  }

  private static Optional<Known> first(CommandContext context, KeyOptions options) {
    try {
      return options
          .first(context)
          .map(key -> new Known(KeyNames.of(key), true, false, words(true, 0)));
    } catch (EvsException unreadable) {
      Text.println(context.terminal().err(), "evs: " + unreadable.getMessage());
      return Optional.empty();
    }
  }

  private static Known stored(int id, IntFunction<RingKey> read, boolean active, String state) {
    try {
      return new Known(KeyNames.of(read.apply(id)), active, true, state);
    } catch (EvsException unreadable) {
      NodeStatus.Key name = new NodeStatus.Key(RingKey.name(id), "");
      return new Known(name, active, true, state + ", not readable: " + unreadable.getMessage());
    }
  }

  /** What the running node has not taken, and what was retired; if this user may look at all. */
  private static void addUntold(List<Known> keys, Set<String> told, KeyFolder folder) {
    try {
      for (int id : folder.ids()) {
        add(keys, told, stored(id, folder::read, false, "not taken by the running node"));
      }
      for (int id : folder.retired()) {
        Known retired = stored(id, folder::readRetired, false, "retired");
        add(keys, told, new Known(retired.name(), false, false, retired.state()));
      }
    } catch (EvsException closed) {
      // The folder is another user's; the node has told what it has.
      return;
    }
  }
}
