package io.evs.ipc;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who may connect, by what the kernel says of the other side. */
final class Access {
  private final boolean everyone;
  private final Set<UserPrincipal> users = new HashSet<>();
  private final Set<UserPrincipal> groups = new HashSet<>();
  private final Set<UserPrincipal> administrators = new HashSet<>();

  /**
   * Access by lists; with both empty the permissions of the socket decide alone.
   *
   * @param own the user of the daemon itself
   */
  Access(List<Long> uids, List<Long> gids, long own) throws IOException {
    everyone = uids.isEmpty() && gids.isEmpty();
    UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
    for (long uid : uids) {
      users.add(user(lookup, uid));
    }
    administrators.add(user(lookup, 0));
    administrators.add(user(lookup, own));
    users.addAll(administrators);
    for (long gid : gids) {
      groups.add(lookup.lookupPrincipalByGroupName(Integer.toString((int) gid)));
    }
  }

  /** A number that is no user's name stands for itself. */
  private static UserPrincipal user(UserPrincipalLookupService lookup, long uid)
      throws IOException {
    return lookup.lookupPrincipalByName(Integer.toString((int) uid));
  }

  /** Whether the other side may administer the node, keys for example. */
  boolean administers(SocketChannel channel) throws IOException {
    return administrators.contains(channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
  }

  /** Whether the other side may be served; the sentence is empty if so. */
  String refusal(SocketChannel channel) throws IOException {
    if (everyone) {
      return "";
    }
    UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    if (users.contains(peer.user()) || groups.contains(peer.group())) {
      return "";
    }
    return "user "
        + peer.user().getName()
        + " (group "
        + peer.group().getName()
        + ") may not use this node: add it to ipc.uids or ipc.gids";
  }
}
