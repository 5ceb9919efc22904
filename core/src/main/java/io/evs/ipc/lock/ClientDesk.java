package io.evs.ipc.lock;

import io.evs.EvsException;
import io.evs.GroupMember;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.LockCodec;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.frame.Wire;
import io.evs.lock.desk.LockDesk;
import io.evs.lock.table.ClientLease;
import io.evs.lock.table.LockInfo;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Causes;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A desk at which a daemon takes part in the locks for this process. That the ring is heard of is
 * judged by the clock here: a daemon that is stopped tells nothing.
 */
final class ClientDesk implements LockDesk {
  private static final Logger LOG = LoggerFactory.getLogger(ClientDesk.class);
  private static final long AGAIN_MILLIS = 1000;

  /** A request, and the lock that it got. */
  private final class Claim implements Ticket {
    final int id;
    final String name;
    final Asked asked;
    final long sent;
    long fence;

    Claim(int id, String name, Asked asked, long sent) {
      this.id = id;
      this.name = name;
      this.asked = asked;
      this.sent = sent;
    }

    @Override
    public void release() {
      run(() -> forget(this));
    }

    @Override
    public long number() {
      return Integer.toUnsignedLong(id);
    }
  }

  private record Watch(String name, Consumer<LockInfo> listener) {}

  private final ClientLocks connection;
  private final GroupMember self;
  private final ClientLease lease;
  private final ScheduledThreadPoolExecutor thread;
  private final Map<Integer, Claim> claims = new HashMap<>();
  private final Map<Integer, Watch> watches = new HashMap<>();
  private final Map<Integer, CompletableFuture<List<LockInfo>>> lists = new HashMap<>();
  private int beat;
  private long beatSent;
  private @Nullable Future<?> timer;
  private long timerAt = Long.MAX_VALUE;
  private @Nullable EvsException ended;

  ClientDesk(ClientLocks connection, GroupMember self, long leaseNanos) {
    this.connection = connection;
    this.self = self;
    this.lease = new ClientLease(leaseNanos, new Outcomes());
    this.thread = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("evs locks"));
    thread.setRemoveOnCancelPolicy(true);
  }

  // ---- any thread

  /** Runs something on the thread. */
  private void run(Runnable task) {
    // Once the thread is gone all has been answered that was asked for.
    run(task, () -> {});
  }

  /** As above, or something else once the thread is gone. */
  private void run(Runnable task, Runnable otherwise) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException closed) {
      otherwise.run();
    }
  }

  /** Whatever is thrown ends the desk, and not only its thread's task. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failed) {
      LOG.error("the locks have ended, as what they call failed", failed);
      String sentence = "lock table failed: " + Causes.of(failed);
      over(new EvsException(EvsException.Code.LIBRARY, sentence, failed), Asked::lost);
    }
    schedule();
  }

  private static EvsException closing() {
    return new EvsException(EvsException.Code.BAD_HANDLE, "lock table was closed");
  }

  @Override
  public GroupMember self() {
    return self;
  }

  @Override
  public Ticket request(String name, boolean shared, boolean waits, Asked asked) {
    Claim claim = new Claim(connection.route(this), name, asked, System.nanoTime());
    run(
        () -> {
          claims.put(claim.id, claim);
          byte flags = (byte) ((shared ? LockCodec.SHARED : 0) | (waits ? LockCodec.WAITS : 0));
          send(Protocol.LOCK_REQUEST, claim.id, to -> putName(to.put(flags), name));
        },
        () -> {
          connection.unroute(claim.id);
          asked.refused(closing());
        });
    return claim;
  }

  private static void putName(ByteBuffer to, String name) {
    Wire.putText(to, name, LockCodec.NAME_MAX_BYTES);
  }

  @Override
  public CompletableFuture<List<LockInfo>> list() {
    CompletableFuture<List<LockInfo>> answer = new CompletableFuture<>();
    run(
        () -> {
          int id = connection.route(this);
          lists.put(id, answer);
          send(Protocol.LOCK_LIST, id, to -> {});
        },
        () -> answer.completeExceptionally(closing()));
    return answer;
  }

  @Override
  public Runnable watch(String name, Consumer<LockInfo> listener) {
    Watch watch = new Watch(name, listener);
    run(() -> begin(watch));
    return () -> run(() -> end(watch));
  }

  private void begin(Watch watch) {
    int id = connection.route(this);
    watches.put(id, watch);
    send(Protocol.LOCK_WATCH, id, to -> putName(to, watch.name));
  }

  private void end(Watch watch) {
    for (Map.Entry<Integer, Watch> each : List.copyOf(watches.entrySet())) {
      if (each.getValue() == watch) {
        drop(each.getKey());
        watches.remove(each.getKey());
      }
    }
  }

  @Override
  public boolean isOwn(LockInfo.Holder holder) {
    return holder.number() != 0 && claims.containsKey((int) holder.number());
  }

  @Override
  public void close() {
    run(
        () -> {
          over(closing(), Asked::closed);
          connection.closed(this);
        });
    thread.shutdown();
  }

  /** The connection has ended. */
  void ended(EvsException reason) {
    run(() -> over(reason, Asked::lost));
  }

  /**
   * A frame of the daemon for something that was routed here.
   *
   * @throws ProtocolException if it cannot be read
   */
  void take(byte type, int id, ByteBuffer body) throws ProtocolException {
    switch (type) {
      case Protocol.LOCK_GRANTED -> {
        long fence = Wire.getLong(body);
        long after = Wire.getLong(body);
        run(() -> granted(id, fence, after));
      }
      case Protocol.LOCK_LEASE -> {
        long after = Wire.getLong(body);
        run(() -> leased(id, after));
      }
      case Protocol.LOCK_LOST -> run(() -> lost(id));
      case Protocol.LOCKS_ARE -> {
        List<LockInfo> all = LockCodec.readLocks(body);
        run(() -> listed(id, all));
      }
      case Protocol.LOCK_IS -> {
        List<LockInfo> one = LockCodec.readLocks(body);
        run(() -> one.forEach(lock -> changed(id, lock)));
      }
      case Protocol.FAILED -> {
        EvsException reason = EventCodec.readReason(body);
        run(() -> failed(id, reason));
      }
      default -> throw new ProtocolException("the daemon gave an answer of another kind");
    }
  }

  // ---- the thread of the desk

  /** What cannot be sent needs no answer here: the end of the connection answers all. */
  private void send(byte type, int id, Consumer<ByteBuffer> body) {
    EvsException reason = ended;
    if (reason != null) {
      failed(id, reason);
      return;
    }
    try {
      connection.send(type, id, body);
    } catch (EvsException gone) {
      over(gone, Asked::lost);
    }
  }

  /** Gives a number up, here and at the daemon. */
  private void drop(int id) {
    connection.unroute(id);
    if (ended != null) {
      return;
    }
    try {
      connection.send(Protocol.LOCK_RELEASE, id, to -> {});
    } catch (EvsException gone) {
      // With the connection the daemon gives all of it up.
      return;
    }
  }

  private void forget(Claim claim) {
    if (claims.remove(claim.id) != null) {
      lease.released(claim.number());
      drop(claim.id);
    }
  }

  private void granted(int id, long fence, long after) {
    Claim claim = claims.get(id);
    if (claim != null) {
      claim.fence = fence;
      lease.granted(System.nanoTime(), claim.number(), claim.sent + after);
    }
  }

  private void leased(int id, long after) {
    connection.unroute(id);
    if (id == beat) {
      lease.answered(after == Long.MIN_VALUE ? after : beatSent + after);
    }
  }

  private void lost(int id) {
    lease.lost(Integer.toUnsignedLong(id));
    Claim before = claims.get(id);
    if (before != null) {
      // The daemon has lost it before it was told here.
      refuse(before, notFree(before));
    }
  }

  private static EvsException notFree(Claim claim) {
    return new EvsException(EvsException.Code.TRY_AGAIN, "lock " + claim.name + " is not free");
  }

  private void refuse(Claim claim, EvsException reason) {
    forget(claim);
    claim.asked.refused(reason);
  }

  private void failed(int id, EvsException reason) {
    connection.unroute(id);
    Claim claim = claims.get(id);
    CompletableFuture<List<LockInfo>> list = lists.remove(id);
    Watch watch = watches.remove(id);
    if (claim != null) {
      // A grant that could not be told is a failure, too: it must not stay there.
      lease.lost(claim.number());
      if (claims.containsKey(id)) {
        refuse(claim, reason);
      }
    } else if (list != null) {
      list.completeExceptionally(reason);
    } else if (watch != null && ended == null) {
      drop(id);
      thread.schedule(() -> run(() -> begin(watch)), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void listed(int id, List<LockInfo> all) {
    connection.unroute(id);
    CompletableFuture<List<LockInfo>> list = lists.remove(id);
    if (list != null) {
      list.complete(all);
    }
  }

  private void changed(int id, LockInfo lock) {
    Watch watch = watches.get(id);
    if (watch != null) {
      send(Protocol.LOCK_WATCH, id, to -> putName(to, watch.name));
      watch.listener.accept(lock);
    }
  }

  private void over(EvsException reason, Consumer<Asked> held) {
    if (ended != null) {
      return;
    }
    List<Claim> all = List.copyOf(claims.values());
    all.forEach(this::forget);
    List.copyOf(watches.values()).forEach(this::end);
    ended = reason;
    for (Claim each : all) {
      if (each.fence == 0) {
        each.asked.refused(reason);
      } else {
        held.accept(each.asked);
      }
    }
    lists.values().forEach(each -> each.completeExceptionally(reason));
    lists.clear();
  }

  private void schedule() {
    long deadline = ended == null ? lease.deadline() : Long.MAX_VALUE;
    if (timerAt <= deadline || thread.isShutdown()) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = deadline;
    try {
      timer =
          thread.schedule(
              () -> guarded(this::timers),
              Math.max(0, deadline - System.nanoTime()),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      timerAt = Long.MAX_VALUE;
    }
  }

  private void timers() {
    timerAt = Long.MAX_VALUE;
    if (ended == null && lease.deadline() <= System.nanoTime()) {
      lease.timers(System.nanoTime());
    }
  }

  /** What the lease wants. */
  private final class Outcomes implements ClientLease.Effects {
    @Override
    public void beat() {
      beat = connection.route(ClientDesk.this);
      beatSent = System.nanoTime();
      send(Protocol.LOCK_BEAT, beat, to -> {});
    }

    @Override
    public void held(long number) {
      Claim claim = claims.get((int) number);
      if (claim != null) {
        claim.asked.granted(claim, claim.fence);
      }
    }

    @Override
    public void late(long number) {
      Claim claim = claims.get((int) number);
      if (claim != null) {
        refuse(claim, notFree(claim));
      }
    }

    @Override
    public void lost(long number) {
      Claim claim = claims.get((int) number);
      if (claim != null) {
        forget(claim);
        claim.asked.lost();
      }
    }
  }
}
