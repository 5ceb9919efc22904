package io.evs.ipc.lock;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.lock.Lease;
import io.evs.lock.desk.RingDesk;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part that a daemon takes in the locks of its ring, for all of its clients: it begins when the
 * first of them asks, and ends with the daemon. Any thread.
 */
public final class DaemonLocks implements AutoCloseable {
  /**
   * A desk with the lease that it goes by.
   *
   * @param desk where the clients' requests go
   * @param lease how long it holds without hearing of the ring
   */
  record Opened(RingDesk desk, Duration lease) {}

  private final EvsMember member;
  private @Nullable Opened opened;
  private boolean closed;

  /** Takes part in the ring of that member. */
  public DaemonLocks(EvsMember member) {
    this.member = member;
  }

  /**
   * The desk, which is opened if there is none, or if it has ended; may wait for the member.
   *
   * @throws EvsException as {@link EvsMember#open(io.evs.EvsListener)}
   */
  synchronized Opened open() {
    if (closed) {
      throw leaving();
    }
    if (opened == null || opened.desk().ended() != null) {
      NodeStatus status = member.status();
      Duration lease = Lease.of(status);
      opened = new Opened(RingDesk.open(member, status, lease), lease);
    }
    return opened;
  }

  static EvsException leaving() {
    return new EvsException(EvsException.Code.IN_SHUTDOWN, "the node is leaving the ring");
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (opened != null) {
      opened.desk().close();
    }
  }
}
