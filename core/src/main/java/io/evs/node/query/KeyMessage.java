package io.evs.node.query;

import io.evs.Group;
import io.evs.GroupMember;
import io.evs.node.handle.ControlGroups;
import io.evs.node.process.ProcessIds;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What members say about keys, in ordered messages of a group of their own: a line of ASCII each.
 * Keys themselves never travel.
 */
public sealed interface KeyMessage {
  /** The group of every member that has a key ring, and of whoever directs a rotation. */
  Group GROUP = new Group(ControlGroups.CONTROL_PREFIX + "keys");

  /** Longest message understood, in bytes. */
  int MAX_BYTES = 16_384;

  /** Everybody tell your state. */
  record Query() implements KeyMessage {
    @Override
    public String text() {
      return "query";
    }
  }

  /**
   * Seal with this key from here on.
   *
   * @param generation number of this change, one more than the highest known
   * @param keyId the key
   */
  record Use(long generation, int keyId) implements KeyMessage {
    /** Checks what others may have written. */
    public Use {
      check(generation > 0 && generation <= KeyFolder.GENERATION_MAX, "generation");
    }

    @Override
    public String text() {
      return "use " + generation + " " + RingKey.name(keyId);
    }
  }

  /**
   * Forget this key.
   *
   * @param keyId the key; not the active one
   */
  record Retire(int keyId) implements KeyMessage {
    @Override
    public String text() {
      return "retire " + RingKey.name(keyId);
    }
  }

  /**
   * The keys of the member that sends this.
   *
   * @param generation of its active key
   * @param active the key it seals with
   * @param installed the keys it opens packets with
   * @param seen node ids of members with a key ring, seen since it installed a key last
   * @param missingPeers listed peers that are not in its ring, as host:port
   */
  record State(
      long generation,
      int active,
      List<Integer> installed,
      List<Long> seen,
      List<String> missingPeers)
      implements KeyMessage {
    private static final int INSTALLED_MAX = 64;
    private static final int SEEN_MAX = 1024;
    private static final int PEERS_MAX = 32;
    private static final long NODE_ID_MAX = 0xffff_ffffL;
    private static final Pattern PEER = Pattern.compile("[\\w.:%\\[\\]-]{1,80}");

    /** Copies the lists, and checks what others may have written. */
    public State {
      installed = List.copyOf(installed);
      seen = List.copyOf(seen);
      missingPeers = List.copyOf(missingPeers);
      check(generation >= 0 && generation <= KeyFolder.GENERATION_MAX, "generation");
      check(seen.stream().allMatch(id -> id > 0 && id <= NODE_ID_MAX), "node id");
      check(missingPeers.stream().allMatch(peer -> PEER.matcher(peer).matches()), "peer");
    }

    /** What fits into a message: of too many, some are enough to see that something lacks. */
    public static State bounded(
        long generation,
        int active,
        Collection<Integer> installed,
        Collection<Long> seen,
        Collection<String> missingPeers) {
      return new State(
          generation,
          active,
          installed.stream().limit(INSTALLED_MAX).toList(),
          seen.stream().limit(SEEN_MAX).toList(),
          missingPeers.stream()
              .filter(each -> PEER.matcher(each).matches())
              .limit(PEERS_MAX)
              .toList());
    }

    @Override
    public String text() {
      return "state "
          + generation
          + " "
          + RingKey.name(active)
          + " "
          + list(installed.stream().map(RingKey::name).toList())
          + " "
          + list(seen.stream().map(Long::toUnsignedString).toList())
          + " "
          + list(missingPeers);
    }
  }

  /** The message as it travels. */
  String text();

  /**
   * Whether this may come from that sender: what members have, only their agents say; what they are
   * to do, only those who administer one of them.
   */
  default boolean isBelievedOf(GroupMember sender) {
    return this instanceof State ? ProcessIds.isAgent(sender) : ProcessIds.isOperator(sender);
  }

  /** The bytes as they travel. */
  default byte[] bytes() {
    return text().getBytes(StandardCharsets.US_ASCII);
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("no " + what);
    }
  }

  private static String list(List<String> items) {
    return items.isEmpty() ? "-" : String.join(",", items);
  }

  /** Understands a message; empty for one that it does not know, as a later version may send. */
  static Optional<KeyMessage> parse(byte[] message) {
    if (message.length > MAX_BYTES) {
      return Optional.empty();
    }
    String[] words = new String(message, StandardCharsets.US_ASCII).split(" ", -1);
    try {
      return switch (words[0]) {
        case "query" -> Optional.of(new Query());
        case "use" -> Optional.of(new Use(Long.parseLong(words[1]), key(words[2])));
        case "retire" -> Optional.of(new Retire(key(words[1])));
        case "state" -> Optional.of(state(words));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      return Optional.empty();
    }
  }

  private static State state(String[] words) {
    return new State(
        Long.parseLong(words[1]),
        key(words[2]),
        items(words[3]).stream().map(KeyMessage::key).collect(Collectors.toList()),
        items(words[4]).stream().map(Long::parseUnsignedLong).collect(Collectors.toList()),
        items(words[5]));
  }

  private static List<String> items(String list) {
    return list.equals("-") ? new ArrayList<>() : List.of(list.split(","));
  }

  private static int key(String name) {
    return KeyFolder.parseId(name).orElseThrow(() -> new IllegalArgumentException("no key id"));
  }
}
