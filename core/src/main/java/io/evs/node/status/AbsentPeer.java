package io.evs.node.status;

import io.evs.NodeId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How an absent peer is written in key messages: the peer as host:port, then for each member that
 * is heard at no listed address, and so may be this peer, a question mark and its id.
 */
public final class AbsentPeer {
  /** So many members are not named one by one: the message has bounds, and it would not help. */
  private static final int CANDIDATES_MAX = 4;

  /** What separates words and items of key messages above all. */
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\w.:\\[\\]%-]");

  private AbsentPeer() {}

  /** Listed addresses at which nobody is, and peers without any address. */
  public static List<String> list(
      List<InetSocketAddress> absent, List<NodeId> unlisted, List<String> unknown) {
    String perhaps =
        unlisted.size() > CANDIDATES_MAX
            ? ""
            : unlisted.stream().map(each -> "?" + each).collect(Collectors.joining());
    List<String> written = new ArrayList<>();
    absent.forEach(
        each -> written.add(each.getAddress().getHostAddress() + ":" + each.getPort() + perhaps));
    unknown.forEach(each -> written.add(NOT_IN_NAMES.matcher(each).replaceAll("_") + perhaps));
    return written;
  }

  /** One of them for people. */
  public static String words(String written) {
    String[] parts = written.split("\\?", -1);
    if (parts.length == 1) {
      return written;
    }
    List<String> ids = List.of(parts).subList(1, parts.length);
    return parts[0]
        + " (perhaps "
        + (ids.size() == 1 ? "member " : "one of members ")
        + String.join(", ", ids)
        + ", which sends from an address that is not listed)";
  }
}
