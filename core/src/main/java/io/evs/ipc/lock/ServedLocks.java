package io.evs.ipc.lock;

import io.evs.EvsException;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.LockCodec;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.frame.Wire;
import io.evs.lock.Lease;
import io.evs.lock.desk.LockDesk;
import io.evs.lock.desk.RingDesk;
import io.evs.lock.table.LockInfo;
import io.evs.lock.table.LockParticipant;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one client of a daemon holds of locks, waits for, and is told of. All of it is given up when
 * the connection ends. Server thread only.
 */
public final class ServedLocks {
  /** Most claims and watches of one client that does not administer the node. */
  public static final int CLIENT_MAX = 256;

  /** The client, and the thread that serves it. */
  public interface Client {
    /**
     * Counts one more claim or watch of its user.
     *
     * @return why that is one too many; empty if it may be
     */
    Optional<EvsException> take(int has);

    /** Counts one less. Any thread. */
    void give();

    /** Goes on with its frames, which waited while {@link ServedLocks#isFull}. */
    void goOn();

    /** Sends it a frame, which belongs to a claim that was counted. */
    void answer(byte[] frame);

    /** Runs something on the server thread, unless the connection has ended by then. */
    void execute(Runnable task);
  }

  private final Client client;
  private final DaemonLocks locks;
  private final Map<Integer, ServedClaim> claims = new HashMap<>();
  private final Map<Integer, ServedWatch> watches = new HashMap<>();
  private @Nullable RingDesk desk;
  private Optional<LockInfo.Asker> asker = Optional.empty();
  private boolean lists;

  /** How long what it was granted stays with it unheard, and since when it was not heard of. */
  private long keptNanos = Long.MAX_VALUE;

  private long heardAt;

  /** Claims and watches that were given up, and that the ring does not know of yet. */
  private final AtomicInteger leaving = new AtomicInteger();

  /** A client that has asked for nothing yet. */
  public ServedLocks(Client client, DaemonLocks locks) {
    this.client = client;
    this.locks = locks;
  }

  /**
   * LOCKS_OPEN: opens the daemon's desk; on a thread that may wait for the member.
   *
   * @return the answer
   * @throws EvsException why it cannot be opened
   */
  public byte[] open(int id, LockInfo.Asker who) {
    DaemonLocks.Opened opened = locks.open();
    client.execute(
        () -> {
          desk = opened.desk();
          keptNanos = Lease.kept(opened.lease()).toNanos();
          asker = Optional.of(who);
        });
    return LockCodec.opened(id, opened.desk().self(), opened.lease().toNanos());
  }

  /** Serves a frame of locks but LOCKS_OPEN; false for one of another kind. */
  public boolean serve(byte type, int id, ByteBuffer frame) throws ProtocolException {
    switch (type) {
      case Protocol.LOCK_REQUEST -> request(id, frame);
      case Protocol.LOCK_RELEASE -> release(id, frame);
      case Protocol.LOCK_BEAT -> beat(id, frame);
      case Protocol.LOCK_LIST -> list(id, frame);
      case Protocol.LOCK_WATCH -> watch(id, frame);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether so much of what it gave up is still on its way that its next frame has to wait. */
  public boolean isFull() {
    return leaving.get() >= CLIENT_MAX;
  }

  /**
   * One claim or watch less, as soon as the ring has taken that: else a client that asks and gives
   * up faster than the ring goes would fill the node's memory.
   */
  private void leave(RingDesk at) {
    leaving.incrementAndGet();
    at.whenTaken(
        () -> {
          client.give();
          if (leaving.getAndDecrement() == CLIENT_MAX) {
            client.execute(client::goOn);
          }
        });
  }

  private static void end(ByteBuffer frame) throws ProtocolException {
    if (frame.hasRemaining()) {
      throw new ProtocolException("a frame has " + frame.remaining() + " bytes too many");
    }
  }

  private RingDesk desk() throws ProtocolException {
    if (desk == null) {
      throw new ProtocolException("locks are not open: begin with LOCKS_OPEN");
    }
    return desk;
  }

  private static String name(ByteBuffer frame) throws ProtocolException {
    String name = Wire.getText(frame, LockCodec.NAME_MAX_BYTES);
    end(frame);
    if (!LockParticipant.isName(name)) {
      throw new ProtocolException(
          "a lock's name is 1 to 64 bytes of UTF-8 without control characters");
    }
    return name;
  }

  private boolean takes(int id) throws ProtocolException {
    if (claims.containsKey(id) || watches.containsKey(id)) {
      throw new ProtocolException("number " + Integer.toUnsignedString(id) + " is in use");
    }
    Optional<EvsException> refusal = client.take(claims.size() + watches.size());
    refusal.ifPresent(reason -> client.answer(failed(id, reason)));
    return refusal.isEmpty();
  }

  private static byte[] failed(int id, EvsException reason) {
    return EventCodec.reason(Protocol.FAILED, id, reason.code(), reason.getMessage());
  }

  // ---- claims

  private void request(int id, ByteBuffer frame) throws ProtocolException {
    RingDesk at = desk();
    byte flags = Wire.getByte(frame);
    String name = name(frame);
    if (takes(id)) {
      ServedClaim claim = new ServedClaim(id, at, System.nanoTime());
      claims.put(id, claim);
      boolean shared = (flags & LockCodec.SHARED) != 0;
      boolean waits = (flags & LockCodec.WAITS) != 0;
      claim.ticket = at.request(name, shared, waits, asker, claim);
    }
  }

  /** A claim of the client; what the desk tells comes on another thread. */
  private final class ServedClaim implements LockDesk.Asked {
    final int id;
    final RingDesk at;
    final long taken;
    LockDesk.@Nullable Ticket ticket;
    boolean held;

    ServedClaim(int id, RingDesk at, long taken) {
      this.id = id;
      this.at = at;
      this.taken = taken;
    }

    @Override
    public void granted(LockDesk.Ticket given, long fence) {
      long from = at.leaseFrom() - taken;
      later(
          () -> {
            held = true;
            heardAt = System.nanoTime();
            client.answer(LockCodec.numbers(Protocol.LOCK_GRANTED, id, fence, from));
          });
    }

    @Override
    public void refused(EvsException reason) {
      // The daemon closes its desk only when it leaves, which is what its client has to know.
      boolean leaves = reason.code() == EvsException.Code.BAD_HANDLE;
      over(failed(id, leaves ? DaemonLocks.leaving() : reason));
    }

    @Override
    public void lost() {
      over(LockCodec.empty(Protocol.LOCK_LOST, id));
    }

    @Override
    public void closed() {
      lost();
    }

    private void over(byte[] told) {
      later(
          () -> {
            client.answer(told);
            forget();
          });
    }

    /** Unless it was given up meanwhile. */
    private void later(Runnable task) {
      client.execute(
          () -> {
            if (claims.get(id) == this) {
              task.run();
            }
          });
    }

    private void forget() {
      claims.remove(id);
      client.give();
    }

    void release() {
      claims.remove(id);
      if (ticket != null) {
        ticket.release();
      }
      leave(at);
    }
  }

  /** Of a claim or a watch; there may be none any more. */
  private void release(int id, ByteBuffer frame) throws ProtocolException {
    end(frame);
    ServedClaim claim = claims.get(id);
    if (claim != null) {
      claim.release();
    }
    ServedWatch watch = watches.get(id);
    if (watch != null) {
      watch.release();
    }
  }

  private void beat(int id, ByteBuffer frame) throws ProtocolException {
    end(frame);
    long taken = System.nanoTime();
    heardAt = taken;
    long from = desk().leaseFrom();
    // What cannot be told apart from never is never.
    long after = from == Long.MIN_VALUE ? Long.MIN_VALUE : from - taken;
    client.answer(LockCodec.numbers(Protocol.LOCK_LEASE, id, after, 0));
  }

  /**
   * Takes back what a client holds that has not asked for its lease for so long that it is over: a
   * process that is stopped keeps its connection, and would keep its locks. It is told so, and
   * knows by its own clock when it goes on.
   *
   * @param now as of {@link System#nanoTime}
   */
  public void tick(long now) {
    if (now - heardAt < keptNanos) {
      return;
    }
    for (ServedClaim each : List.copyOf(claims.values())) {
      if (each.held) {
        client.answer(LockCodec.empty(Protocol.LOCK_LOST, each.id));
        each.release();
      }
    }
  }

  // ---- what is told

  private void list(int id, ByteBuffer frame) throws ProtocolException {
    end(frame);
    RingDesk at = desk();
    if (lists) {
      client.answer(
          failed(
              id,
              new EvsException(
                  EvsException.Code.TRY_AGAIN,
                  "the locks are being listed for this client already; wait for the answer")));
      return;
    }
    lists = true;
    at.list()
        .whenComplete(
            (all, failure) ->
                client.execute(
                    () -> {
                      lists = false;
                      client.answer(
                          failure instanceof EvsException reason
                              ? failed(id, reason)
                              : LockCodec.locks(Protocol.LOCKS_ARE, id, all, numbers()));
                    }));
  }

  /** The client's own numbers of its claims; 0 for those of others. */
  private ToLongFunction<LockInfo.Holder> numbers() {
    Map<Long, Long> ids = new HashMap<>();
    for (ServedClaim each : claims.values()) {
      if (each.at == desk && each.ticket != null) {
        ids.put(each.ticket.number(), Integer.toUnsignedLong(each.id));
      }
    }
    return holder -> desk != null && desk.isOwn(holder) ? ids.getOrDefault(holder.number(), 0L) : 0;
  }

  /** The first one begins a watch, each one lets it tell what it has to tell, once. */
  private void watch(int id, ByteBuffer frame) throws ProtocolException {
    RingDesk at = desk();
    String name = name(frame);
    ServedWatch watch = watches.get(id);
    if (watch == null && takes(id)) {
      watch = new ServedWatch(id, at);
      watches.put(id, watch);
      ServedWatch begun = watch;
      watch.end = at.watch(name, lock -> client.execute(() -> begun.changed(lock)));
    }
    if (watch != null) {
      watch.ask();
    }
  }

  /** A lock that the client watches: it is told the newest when it asks. */
  private final class ServedWatch {
    private final int id;
    private final RingDesk at;
    private @Nullable LockInfo news;
    private boolean asked;
    private Runnable end = () -> {};

    ServedWatch(int id, RingDesk at) {
      this.id = id;
      this.at = at;
    }

    void ask() {
      asked = true;
      tell();
    }

    void changed(LockInfo lock) {
      news = lock;
      tell();
    }

    private void tell() {
      LockInfo lock = news;
      if (asked && lock != null && watches.get(id) == this) {
        asked = false;
        news = null;
        client.answer(LockCodec.locks(Protocol.LOCK_IS, id, List.of(lock), numbers()));
      }
    }

    void release() {
      watches.remove(id);
      end.run();
      leave(at);
    }
  }

  /**
   * The connection is about to end: gives up what the client does not hold, as far as it knows.
   *
   * @return how long it may go on holding the rest, if it is not told; nanoseconds
   */
  public long ends() {
    List.copyOf(watches.values()).forEach(ServedWatch::release);
    List.copyOf(claims.values()).stream().filter(each -> !each.held).forEach(ServedClaim::release);
    return claims.isEmpty() ? 0 : keptNanos;
  }

  /** The connection has ended, and with it all that the client holds. */
  public void close() {
    ends();
    List.copyOf(claims.values()).forEach(ServedClaim::release);
  }
}
