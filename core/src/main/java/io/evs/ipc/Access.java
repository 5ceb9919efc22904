package io.evs.ipc;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who may connect, and who administers, by what the kernel says of the other side. */
final class Access {
  private final boolean everyone;
  private final Set<UserPrincipal> users = new HashSet<>();
  private final Set<UserPrincipal> groups = new HashSet<>();
  private final Set<UserPrincipal> administrators = new HashSet<>();

  /**
   * Access by lists; with neither users nor groups the permissions of the socket decide alone.
   *
   * @param own the user of the daemon itself
   */
  Access(IpcSettings settings, long own) throws IOException {
    everyone = settings.uids().isEmpty() && settings.gids().isEmpty();
    UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
    administrators.add(user(lookup, 0));
    administrators.add(user(lookup, own));
    for (long uid : settings.adminUids()) {
      administrators.add(user(lookup, uid));
    }
    users.addAll(administrators);
    for (long uid : settings.uids()) {
      users.add(user(lookup, uid));
    }
    for (long gid : settings.gids()) {
      groups.add(lookup.lookupPrincipalByGroupName(Integer.toString((int) gid)));
    }
  }

  /** A number that is no user's name stands for itself. */
  private static UserPrincipal user(UserPrincipalLookupService lookup, long uid)
      throws IOException {
    return lookup.lookupPrincipalByName(Integer.toString((int) uid));
  }

  /**
   * The other side of a connection. May ask the system's directory of users, which may be
   * elsewhere.
   *
   * @throws AccessRefusedException if it may not be served
   * @throws IOException if it cannot be told, and so is not served either
   */
  Peer peer(SocketChannel channel) throws IOException, AccessRefusedException {
    UnixDomainPrincipal other = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    if (everyone || users.contains(other.user()) || groups.contains(other.group())) {
      return new Peer(other.user(), administrators.contains(other.user()));
    }
    throw new AccessRefusedException(
        "user "
            + other.user().getName()
            + " (group "
            + other.group().getName()
            + ") may not use this node: add it to ipc.uids or ipc.gids");
  }
}
