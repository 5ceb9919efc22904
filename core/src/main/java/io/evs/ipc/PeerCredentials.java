package io.evs.ipc;

import io.evs.ipc.socket.IpcSettings;
import io.evs.lock.table.LockInfo;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashSet;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who may connect, and who administers, by what the kernel says of the other side. */
final class PeerCredentials implements Acceptor.Credentials {
  private final boolean everyone;
  private final Set<UserPrincipal> users = new HashSet<>();
  private final Set<UserPrincipal> groups = new HashSet<>();
  private final Set<UserPrincipal> administrators = new HashSet<>();

  /**
   * Access by lists; with neither users nor groups the permissions of the socket decide alone.
   *
   * @param own the user of the daemon itself
   */
  PeerCredentials(IpcSettings settings, long own) throws IOException {
    this(settings, own, FileSystems.getDefault().getUserPrincipalLookupService());
  }

  /** As above, with another directory of users. */
  PeerCredentials(IpcSettings settings, long own, UserPrincipalLookupService lookup)
      throws IOException {
    everyone = settings.uids().isEmpty() && settings.gids().isEmpty();
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
      groups.add(lookup.lookupPrincipalByGroupName(number(gid)));
    }
  }

  /**
   * An id as the system takes it that looks for names first: no name begins with a sign, so that a
   * user who is called 1000 is not taken for the one with this id.
   */
  private static String number(long id) {
    int bits = (int) id;
    return bits < 0 ? Integer.toString(bits) : "+" + bits;
  }

  /**
   * The number of a user, which a principal does not tell: its hash code is that number wherever
   * this was tried, and the system is asked whether that is right.
   */
  static long uid(UserPrincipal user) {
    long guess = Integer.toUnsignedLong(user.hashCode());
    try {
      UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
      return user(lookup, guess).equals(user) ? guess : LockInfo.Asker.UID_UNKNOWN;
    } catch (IOException cannotBeAsked) {
      return LockInfo.Asker.UID_UNKNOWN;
    }
  }

  private static UserPrincipal user(UserPrincipalLookupService lookup, long uid)
      throws IOException {
    return lookup.lookupPrincipalByName(number(uid));
  }

  @Override
  public Peer peer(SocketChannel channel) throws IOException, AccessRefusedException {
    UnixDomainPrincipal other = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
    return peer(other.user(), other.group());
  }

  Peer peer(UserPrincipal user, GroupPrincipal group) throws AccessRefusedException {
    if (everyone || users.contains(user) || groups.contains(group)) {
      return new Peer(user, administrators.contains(user));
    }
    throw new AccessRefusedException(
        "user "
            + user.getName()
            + " (group "
            + group.getName()
            + ") may not use this node: add it to ipc.uids or ipc.gids");
  }
}
