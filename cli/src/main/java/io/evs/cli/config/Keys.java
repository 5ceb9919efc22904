package io.evs.cli.config;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.QuorumSettings;
import io.evs.TotemOption;
import io.evs.cli.base.Logging;
import io.evs.cli.config.ValueType.Choice;
import io.evs.cli.config.ValueType.Flag;
import io.evs.cli.config.ValueType.Many;
import io.evs.cli.config.ValueType.Members;
import io.evs.cli.config.ValueType.Size;
import io.evs.cli.config.ValueType.Text;
import io.evs.cli.config.ValueType.Time;
import io.evs.cli.config.ValueType.Whole;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every key of the configuration, in the order in which they are shown. */
public final class Keys {
  private static final long NODE_ID_MAX = 0xffff_ffffL;
  private static final String TOTEM = "totem.";
  private static final ValueType PORT = new Whole(1, 65535, false);

  /** Paths, which are shown as they are written. */
  public static final ValueType PATH = new Text("the path of a file or folder", text -> true);

  private static final ValueType ADDRESS =
      new Text("an address, host name or interface, without a port", Keys::looksLikeAddress);

  private static final Map<String, Key> ALL = new LinkedHashMap<>();

  static {
    node();
    security();
    totem();
    quorum();
    services();
  }

  private Keys() {}

  private static void node() {
    add("node.id", new Whole(1, NODE_ID_MAX, true), "", "derived from host and port");
    add(
        "node.name",
        new Text(
            "1 to "
                + EvsConfig.NODE_NAME_MAX_CHARS
                + " characters, none of them control characters",
            text -> text.length() <= EvsConfig.NODE_NAME_MAX_CHARS),
        "",
        "host name");
    add("node.bind", ADDRESS, "127.0.0.1", "");
    add("node.port", new Whole(1, 65535, true), "", "first free port from 5405 on loopback");
    add("node.state_dir", PATH, "", "under $XDG_STATE_HOME");
    add("transport", new Choice(List.of("unicast", "multicast")), "", "unicast if peers are given");
    add("peers", new Many(new Text("a host or host:port", Keys::isPeer)), "", "");
    add(
        "multicast.group",
        new Text("a multicast address, such as 239.192.77.1 or ff15::77", EvsConfig::isMulticast),
        "239.192.77.1",
        "");
    add("multicast.port", PORT, "5405", "");
    add("multicast.ttl", new Whole(0, 255, false), "1", "");
    add(
        "ring.name",
        new Text(
            "1 to 64 bytes, none of them control characters",
            text -> text.getBytes(StandardCharsets.UTF_8).length <= 64),
        "",
        "main; the name of the user on loopback");
    add("ring.profile", new Choice(List.of("default", "fast", "lossy")), "default", "");
    add("ring.block_unlisted", new Flag(), "false", "");
  }

  private static void security() {
    add(
        "security.suite",
        new Choice(List.of("aes-256-gcm", "chacha20-poly1305", "sober128-hmac-sha1", "none")),
        "",
        "none");
    add("security.keyfile", PATH, "", "");
    add("security.keyring", PATH, "", "");
  }

  /** Not preset, because a value that is given replaces what the profile says. */
  private static void totem() {
    for (TotemOption option : TotemOption.values()) {
      ValueType type =
          switch (option.unit()) {
            case DURATION ->
                new Time(Duration.ofNanos(option.min()), Duration.ofNanos(option.max()), true);
            case BYTES ->
                option == TotemOption.RECEIVE_BUFFER
                    ? new Size(option.min(), option.max())
                    : new Whole(option.min(), option.max(), true);
            case COUNT -> new Whole(option.min(), option.max(), true);
          };
      add(TOTEM + option.key(), type, ValueType.AUTO, atStart(option));
    }
  }

  /** How a value comes about that is known only when a node starts. */
  private static String atStart(TotemOption option) {
    return switch (option) {
      case WINDOW_SIZE -> "32 to 256, by the receive buffer that the system grants";
      case MAX_MESSAGES -> "64, or window_size where that is less";
      case RECEIVE_BUFFER -> "4 MiB are asked for; net.core.rmem_max bounds what is granted";
      case NETMTU -> "by the MTU of the interfaces that lead to the peers";
      default -> "";
    };
  }

  private static void quorum() {
    ValueType expected = new Whole(1, QuorumSettings.VOTES_MAX, false);
    add("quorum.expected_votes", expected, "", "no quorum unless given");
    add("quorum.votes", new Whole(0, QuorumSettings.VOTES_MAX, false), "1", "");
    add("quorum.policy", new Choice(QuorumSettings.Policy.texts()), "majority", "");
    add("quorum.wait_for_all", new Flag(), "false", "");
  }

  private static void services() {
    ValueType ids = new Many(new Whole(0, NODE_ID_MAX, false));
    add("ipc.socket", PATH, "", "");
    add(
        "ipc.mode",
        new Text("an octal mode in quotes, such as \"0600\"", text -> text.matches("0?[0-7]{3}")),
        "0600",
        "");
    add("ipc.uids", ids, "", "");
    add("ipc.gids", ids, "", "");
    add("ipc.admin_uids", ids, "", "");
    add("health.require", new Members(new Whole(1, EvsConfig.MEMBERS_MAX, false)), "1", "");
    add("metrics.address", ADDRESS, "127.0.0.1", "");
    add("metrics.port", PORT, "", "off unless given");
    add("log.level", new Choice(Logging.LEVELS), "", "info for evs node, warn for other commands");
  }

  private static void add(String name, ValueType type, String preset, String note) {
    ALL.put(name, new Key(name, type, preset, note));
  }

  /** A text with a port can never become an address, so that nobody waits for it. */
  private static boolean looksLikeAddress(String text) {
    int colon = text.indexOf(':');
    return text.matches("[A-Za-z0-9_.:%-]{1,255}")
        && (colon < 0 || (colon == text.lastIndexOf(':') ? isAlias(text) : isSix(text)));
  }

  /** The second name of an interface, as eth0:1: its numbers are smaller than those of ports. */
  private static boolean isAlias(String text) {
    return text.matches("[A-Za-z][^:]*:([0-9]{1,2}|[A-Za-z][A-Za-z0-9_-]*)");
  }

  private static boolean isSix(String text) {
    String address = text.replaceFirst("%.+", "");
    // What begins as a number and has colons is looked up nowhere.
    if (!address.matches("[0-9A-Fa-f:].*")) {
      return false;
    }
    try {
      return InetAddress.getByName(address).getAddress().length > 0;
    } catch (UnknownHostException malformed) {
      return false;
    }
  }

  private static boolean isPeer(String text) {
    try {
      return looksLikeAddress(EvsConfig.Peer.parse(text).host());
    } catch (EvsException e) {
      return false;
    }
  }

  /** All keys. */
  public static List<Key> all() {
    return List.copyOf(ALL.values());
  }

  /** The key with that full name. */
  public static Optional<Key> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** The full name of a key that has this name in a section; the first, if there are several. */
  static Optional<String> elsewhere(String shortName) {
    return ALL.keySet().stream().filter(each -> each.endsWith("." + shortName)).findFirst();
  }

  /** Whether a name is that of a section. */
  public static boolean isSection(String name) {
    return ALL.values().stream().anyMatch(key -> key.section().equals(name));
  }

  /** The names that may stand in a section, or at the top level for an empty section. */
  public static Set<String> namesIn(String section) {
    Set<String> names = new TreeSet<>();
    for (Key key : new ArrayList<>(ALL.values())) {
      if (key.section().equals(section)) {
        names.add(key.shortName());
      } else if (section.isEmpty()) {
        names.add(key.section());
      }
    }
    return names;
  }
}
