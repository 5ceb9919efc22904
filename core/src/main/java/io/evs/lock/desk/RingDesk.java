package io.evs.lock.desk;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import io.evs.lock.table.LockInfo;
import io.evs.lock.table.LockParticipant;
import io.evs.service.ServiceThread;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A desk that takes part in the locks of the ring itself, with a handle of a member. */
public final class RingDesk implements LockDesk {
  /** The group in which those who share locks are. */
  static final Group GROUP = new Group("~evs-locks");

  /** A request, and the lock that it got. */
  private final class Claim implements Ticket {
    final String name;
    final Asked asked;
    volatile long number;

    Claim(String name, Asked asked) {
      this.name = name;
      this.asked = asked;
    }

    @Override
    public void release() {
      thread.run(
          () -> {
            boolean waits = claims.remove(number, this);
            if (held.remove(number, this) || waits) {
              participant.release(System.nanoTime(), number);
            }
          });
    }

    @Override
    public long number() {
      return number;
    }
  }

  private final ServiceThread thread;
  private final LockParticipant participant;
  private final Map<Long, Claim> claims = new HashMap<>();
  private final Map<Long, Claim> held = new HashMap<>();
  private final Watches watches = new Watches();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile long leaseFrom = Long.MIN_VALUE;

  private RingDesk(EvsMember member, NodeStatus status, Duration lease) {
    long asked = System.nanoTime();
    this.thread = new ServiceThread(member, "lock table", GROUP);
    this.participant =
        new LockParticipant(
            thread.self(),
            System.currentTimeMillis() << LockParticipant.NUMBER_BITS,
            lease.toNanos(),
            new Outcomes());
    status
        .formedAt()
        .map(formed -> Duration.between(formed, status.at()).toNanos())
        .filter(age -> age >= 0)
        .ifPresent(age -> participant.ringSince(status.ring().orElseThrow(), asked - age));
    thread.begin(new Events());
  }

  /**
   * Takes part in the locks of a member's ring.
   *
   * @param status what the member says of itself now
   * @param lease how long locks are kept without hearing of the ring
   * @throws EvsException as {@link EvsMember#open(io.evs.EvsListener)}
   */
  public static RingDesk open(EvsMember member, NodeStatus status, Duration lease) {
    return new RingDesk(member, status, lease);
  }

  @Override
  public GroupMember self() {
    return thread.self();
  }

  @Override
  public Ticket request(String name, boolean shared, boolean waits, Asked asked) {
    return request(name, shared, waits, Optional.empty(), asked);
  }

  /** As above, for a client of this process. */
  public Ticket request(
      String name, boolean shared, boolean waits, Optional<LockInfo.Asker> asker, Asked asked) {
    Claim claim = new Claim(name, asked);
    thread.run(
        () -> {
          claim.number = participant.request(System.nanoTime(), name, shared, waits, asker);
          claims.put(claim.number, claim);
        },
        asked::refused);
    return claim;
  }

  @Override
  public CompletableFuture<List<LockInfo>> list() {
    CompletableFuture<List<LockInfo>> answer = new CompletableFuture<>();
    ready.whenComplete(
        (known, failure) ->
            thread.run(
                () -> answer.complete(participant.locks(Optional.empty())),
                answer::completeExceptionally));
    return answer;
  }

  @Override
  public Runnable watch(String name, Consumer<LockInfo> listener) {
    thread.run(
        () -> {
          watches.add(name, listener);
          tellWatches();
        });
    return () -> thread.run(() -> watches.remove(name, listener));
  }

  private void tellWatches() {
    if (participant.isReady()) {
      watches.tell(name -> participant.locks(Optional.of(name)).get(0));
    }
  }

  @Override
  public boolean isOwn(LockInfo.Holder holder) {
    return holder.owner().equals(self());
  }

  /**
   * When the ring was heard of last, by {@link System#nanoTime}: for a lease from then on this
   * process holds what it was granted. Long.MIN_VALUE if it never was. Any thread.
   */
  public long leaseFrom() {
    return leaseFrom;
  }

  /**
   * Runs something once the ring has taken all that was asked for and given back so far, or the
   * desk has ended. Any thread may call, and any may run it.
   */
  public void whenTaken(Runnable task) {
    thread.run(() -> thread.afterSending(task), gone -> task.run());
  }

  /** What has ended it; null while it goes on. Any thread. */
  public @Nullable EvsException ended() {
    return thread.ended();
  }

  @Override
  public void close() {
    thread.close();
  }

  private void changed() {
    leaseFrom = participant.leaseFrom();
    if (participant.isReady()) {
      ready.complete(null);
    }
    tellWatches();
  }

  /** Events of the handle, on the thread of the locks. */
  private final class Events implements ServiceThread.Service {
    @Override
    public void configuration(long now, ConfigurationChange change) {
      participant.configuration(now, change);
      changed();
    }

    @Override
    public void group(long now, GroupChange change) {
      participant.group(now, change);
      changed();
    }

    @Override
    public void message(long now, Delivery delivery) {
      participant.message(now, delivery.sender(), delivery.payload());
      changed();
    }

    @Override
    public long deadline() {
      return participant.deadline();
    }

    @Override
    public void timers(long now) {
      participant.timers(now);
    }

    @Override
    public void ended(EvsException reason) {
      // The ring gives up what its owner has not: a handle that leaves the group has no locks.
      List<Claim> gone = List.copyOf(held.values());
      held.clear();
      gone.forEach(each -> end(each.asked));
      List<Claim> refused = List.copyOf(claims.values());
      claims.clear();
      refused.forEach(each -> each.asked.refused(reason));
      ready.completeExceptionally(reason);
    }

    private void end(Asked holder) {
      if (thread.isClosed()) {
        holder.closed();
      } else {
        holder.lost();
      }
    }
  }

  /** What the participant wants, on the thread of the locks. */
  private final class Outcomes implements LockParticipant.Effects {
    @Override
    public void send(byte[] payload, boolean safe) {
      thread.send(safe ? Guarantee.SAFE : Guarantee.AGREED, payload);
    }

    @Override
    public void granted(long number, long fence) {
      leaseFrom = participant.leaseFrom();
      Claim claim = claims.remove(number);
      if (claim != null) {
        held.put(number, claim);
        claim.asked.granted(claim, fence);
      }
    }

    @Override
    public void refused(long number, boolean full) {
      Claim claim = claims.remove(number);
      if (claim != null) {
        claim.asked.refused(
            full
                ? new EvsException(
                    EvsException.Code.NO_RESOURCES, "there are too many locks and requests")
                : new EvsException(
                    EvsException.Code.TRY_AGAIN, "lock " + claim.name + " is not free"));
      }
    }

    @Override
    public void lost(long number) {
      Claim claim = held.remove(number);
      if (claim != null) {
        claim.asked.lost();
      }
    }
  }
}
