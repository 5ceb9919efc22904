package io.evs.ipc;

import io.evs.group.Member;
import io.evs.ipc.frame.OutBuffer;
import io.evs.ipc.socket.IpcSettings;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What the clients of each user hold of a node. One user gets half of each resource at most, and
 * all who do not administer leave a part to those who do, so that nobody can keep an administrator
 * out. Any thread.
 */
final class UserQuota {
  /** What is counted. */
  enum Resource {
    /** Connections. */
    CONNECTIONS(connectionsMax(), "clients connected"),
    /** Handles of the node. */
    HANDLES(1024, "handles open"),
    /** Memberships of handles in groups. */
    MEMBERSHIPS(Member.MEMBERSHIPS_MAX, "memberships in groups"),
    /** Locks that are held, waited for or watched. */
    LOCKS(2048, "locks and requests for locks"),
    /** Bytes of requests that are not complete. */
    UNSERVED_BYTES(unservedMax(), "bytes of unfinished requests waiting"),
    /** Bytes of answers that were not read. */
    UNREAD_BYTES(unservedMax(), "bytes of answers waiting to be read");

    private final long most;
    private final String words;

    Resource(long most, String words) {
      this.most = most;
      this.words = words;
    }

    /** Each may have a buffer outside the heap, and all together half as much as the heap. */
    private static long connectionsMax() {
      long buffers = Runtime.getRuntime().maxMemory() / 2 / OutBuffer.CAPACITY_BYTES;
      return Math.min(IpcSettings.CLIENTS_MAX, buffers);
    }

    private static long unservedMax() {
      return Math.max(8L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));
    }

    /** What all together may hold. */
    long most() {
      return most;
    }

    /** What one user may hold who does not administer. */
    long userMost() {
      return most / 2;
    }

    /** What is kept back for those who administer. */
    long reserve() {
      return most / 16;
    }
  }

  private final Map<Resource, Map<UserPrincipal, Long>> held = new EnumMap<>(Resource.class);
  private final Map<Resource, Long> totals = new EnumMap<>(Resource.class);

  /** Takes so much; false, and nothing is taken, if that is more than this user may hold. */
  synchronized boolean take(Peer peer, Resource resource, long count) {
    Map<UserPrincipal, Long> users = held.computeIfAbsent(resource, each -> new HashMap<>());
    long user = users.getOrDefault(peer.user(), 0L) + count;
    long total = totals.getOrDefault(resource, 0L) + count;
    boolean fits =
        peer.administers()
            ? total <= resource.most()
            : user <= resource.userMost() && total <= resource.most() - resource.reserve();
    if (fits) {
      users.put(peer.user(), user);
      totals.put(resource, total);
    }
    return fits;
  }

  /** Gives so much back. */
  synchronized void give(Peer peer, Resource resource, long count) {
    if (count == 0) {
      return;
    }
    totals.merge(resource, -count, Long::sum);
    held.get(resource)
        .computeIfPresent(peer.user(), (user, has) -> has > count ? has - count : null);
  }

  /** Why {@link #take} said no. */
  String refusal(Peer peer, Resource resource) {
    return "user "
        + peer.user().getName()
        + " has "
        + held(peer, resource)
        + " of "
        + resource.userMost()
        + " "
        + resource.words
        + " that one user may have on this node: close some";
  }

  /** What the clients of a user hold. */
  synchronized long held(Peer peer, Resource resource) {
    return held.getOrDefault(resource, Map.of()).getOrDefault(peer.user(), 0L);
  }
}
