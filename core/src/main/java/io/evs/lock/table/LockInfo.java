package io.evs.lock.table;

import io.evs.GroupMember;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * A lock as a participant knows it.
 *
 * @param name its name
 * @param holders who holds it: one, or several that share it
 * @param waiting how many claims wait
 */
@NullMarked
public record LockInfo(String name, List<Holder> holders, int waiting) {
  /** Copies the list. */
  public LockInfo {
    holders = List.copyOf(holders);
  }

  /**
   * A holder.
   *
   * @param owner the handle that holds it: of a process with a member of its own, or of a daemon
   *     for one of its clients
   * @param number its number among the claims of that handle
   * @param fence the fencing token of its grant
   * @param shared whether it shares the lock
   * @param ends whether it was cut off, and the lock is kept until its lease is over
   * @param asker the client for which a daemon holds it; empty for a process with a member of its
   *     own
   */
  public record Holder(
      GroupMember owner,
      long number,
      long fence,
      boolean shared,
      boolean ends,
      Optional<Asker> asker) {
    /** Node and process that hold it: where a daemon holds it for a client, the client's. */
    public GroupMember process() {
      return asker.map(client -> new GroupMember(owner.node(), client.pid())).orElse(owner);
    }
  }

  /**
   * A client of a daemon.
   *
   * @param uid its user as the daemon's kernel tells; {@link #UID_UNKNOWN} if that cannot be told
   * @param pid its process as it says itself
   */
  public record Asker(long uid, long pid) {
    /** No user has this number. */
    public static final long UID_UNKNOWN = 0xffff_ffffL;
  }
}
