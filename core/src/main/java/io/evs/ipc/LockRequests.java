package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.lock.ServedLocks;
import io.evs.lock.table.LockInfo;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What a client asks for of locks. Server thread. */
final class LockRequests implements ServedLocks.Client {
  private final Connection connection;
  private final ServerLoop loop;
  private final UserQuota quota;
  private final ServedLocks locks;

  LockRequests(Connection connection, ServerLoop loop, UserQuota quota) {
    this.connection = connection;
    this.loop = loop;
    this.quota = quota;
    this.locks = new ServedLocks(this, loop.served().locks());
  }

  /** Serves a frame of locks but LOCKS_OPEN; false for one of another kind. */
  boolean serve(byte type, int id, ByteBuffer frame) throws ProtocolException {
    return locks.serve(type, id, frame);
  }

  /**
   * LOCKS_OPEN; on a thread that may wait for the member.
   *
   * @param version which the client speaks
   * @param pid its process, as it says
   * @return the answer
   * @throws EvsException why locks cannot be opened
   */
  byte[] open(int id, int version, long pid) {
    if (version < Protocol.VERSION_OF_LOCKS) {
      throw tooOld(version);
    }
    long uid = PeerCredentials.uid(connection.peer().user());
    return locks.open(id, new LockInfo.Asker(uid, pid));
  }

  /** Whether the next frame of the client has to wait, whatever it is. */
  boolean isFull() {
    return locks.isFull();
  }

  /** Looks at the clock. */
  void tick(long now) {
    locks.tick(now);
  }

  /**
   * The connection is about to end: what is not held is given up.
   *
   * @return how long its client may go on holding the rest, if it is not told; nanoseconds
   */
  long ends() {
    return locks.ends();
  }

  /** The connection has ended, and with it all that the client holds. */
  void gone() {
    locks.close();
  }

  @Override
  public Optional<EvsException> take(int has) {
    Peer peer = connection.peer();
    String refusal;
    if (has >= ServedLocks.CLIENT_MAX && !peer.administers()) {
      refusal = has + " locks and requests for locks of this client are open; close some";
    } else if (!quota.take(peer, UserQuota.Resource.LOCKS, 1)) {
      refusal = quota.refusal(peer, UserQuota.Resource.LOCKS);
    } else {
      return Optional.empty();
    }
    return Optional.of(new EvsException(EvsException.Code.NO_RESOURCES, refusal));
  }

  @Override
  public void give() {
    quota.give(connection.peer(), UserQuota.Resource.LOCKS, 1);
  }

  @Override
  public void goOn() {
    loop.schedule(connection);
  }

  @Override
  public void answer(byte[] frame) {
    if (connection.isOpen()) {
      connection.answer(frame);
    }
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(
        () -> {
          if (connection.isOpen()) {
            task.run();
          }
        });
  }

  private static EvsException tooOld(int version) {
    return new EvsException(
        EvsException.Code.NOT_SUPPORTED,
        "locks need protocol version "
            + Protocol.VERSION_OF_LOCKS
            + ", and this client speaks "
            + version
            + ": use a client of the same release");
  }
}
