package io.evs.service;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.text.Causes;
import io.evs.text.Spans;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handle of a service in its group, and the one thread on which the handle's events, the
 * service's own tasks and its timer run. What the ring has no room for waits here and is sent
 * again.
 *
 * <p>Any thread may call, where nothing else is said.
 */
public final class ServiceThread {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceThread.class);

  private static final long RETRY_NANOS = 1_000_000L;

  /** What runs on the thread. Times are those of {@link System#nanoTime}. */
  public interface Service {
    void configuration(long now, ConfigurationChange change);

    void group(long now, GroupChange change);

    void message(long now, Delivery delivery);

    /** When {@link #timers} is to be called; {@link Long#MAX_VALUE} for never. */
    default long deadline() {
      return Long.MAX_VALUE;
    }

    /** The deadline has passed. */
    default void timers(long now) {}

    /** The handle has ended, or the service was closed or failed; once, and nothing comes after. */
    void ended(EvsException reason);
  }

  private record Sending(Guarantee guarantee, byte[] payload) {}

  /**
   * What waits for the ring.
   *
   * @param place how many messages the ring has taken by then
   */
  private record Waiting(long place, Runnable task) {}

  private final String name;
  private final List<Group> groups;
  private final ScheduledThreadPoolExecutor thread;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Evs handle;
  private final Deque<Sending> sending = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long taken;
  private @Nullable Service service;
  private @Nullable Future<?> timer;
  private long timerAt = Long.MAX_VALUE;
  private volatile @Nullable Thread own;
  private volatile @Nullable EvsException closing;
  private volatile @Nullable EvsException ended;

  /**
   * Opens a handle. Its events wait for {@link #begin}.
   *
   * @param name of the service, in messages and as its thread's name
   * @throws EvsException as {@link EvsMember#open(EvsListener)}
   */
  public ServiceThread(EvsMember member, String name, Group group) {
    this.name = name;
    this.groups = List.of(group);
    this.thread = new ScheduledThreadPoolExecutor(1, this::made);
    // Else a timer that is not wanted any more keeps the thread of a closed service.
    thread.setRemoveOnCancelPolicy(true);
    thread.execute(this::awaitBegin);
    try {
      this.handle = member.open(new Events(), thread);
    } catch (RuntimeException refused) {
      thread.shutdownNow();
      throw refused;
    }
  }

  private Thread made(Runnable task) {
    Thread made = new Thread(task, "evs " + name);
    made.setDaemon(true);
    own = made;
    return made;
  }

  private void awaitBegin() {
    try {
      begun.await();
    } catch (InterruptedException refused) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Lets the events come, and joins the group; once.
   *
   * @throws EvsException as {@link Evs#join}, ACCESS if only who administers the node may use the
   *     service; then it is closed
   */
  public void begin(Service what) {
    service = what;
    begun.countDown();
    try {
      handle.join(groups.get(0));
    } catch (RuntimeException refused) {
      close();
      throw refused instanceof EvsException known && known.code() == EvsException.Code.ACCESS
          ? needsAdministrator(known)
          : refused;
    }
  }

  /** What the daemon says speaks of groups, which whoever uses a service need not know of. */
  private EvsException needsAdministrator(EvsException refused) {
    return new EvsException(
        EvsException.Code.ACCESS,
        name
            + " needs an administrator of the node: be root or the node's user, or have your user"
            + " id listed in its ipc.admin_uids",
        refused);
  }

  /** The handle that others know the service by. */
  public GroupMember self() {
    return handle.self();
  }

  /** Whether this is the service's own thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == own;
  }

  /** What has ended the service; null while it goes on. */
  public @Nullable EvsException ended() {
    return ended;
  }

  /**
   * Runs something on the thread, or gives it the reason if the service has ended.
   *
   * @param otherwise runs on the thread, or in the caller once that is gone
   */
  public void run(Runnable task, Consumer<EvsException> otherwise) {
    try {
      thread.execute(
          () ->
              guarded(
                  () -> {
                    EvsException reason = ended;
                    if (reason == null) {
                      task.run();
                    } else {
                      otherwise.accept(reason);
                    }
                  }));
    } catch (RejectedExecutionException gone) {
      EvsException reason = closing;
      otherwise.accept(
          reason != null
              ? reason
              : new EvsException(EvsException.Code.BAD_HANDLE, name + " has ended", gone));
    }
  }

  /** Runs something on the thread, unless the service has ended. */
  public void run(Runnable task) {
    run(task, reason -> {});
  }

  /** Sends to the group, in the order of the calls. Never waits. Only on the thread. */
  public void send(Guarantee guarantee, byte[] payload) {
    sending.add(new Sending(guarantee, payload));
    flush();
  }

  /**
   * Runs something once the ring has taken all that was sent so far, or will take nothing any more.
   * Only on the thread.
   */
  public void afterSending(Runnable task) {
    waiting.add(new Waiting(taken + sending.size(), task));
    flush();
  }

  /** Never waits: the service's timer must run while the ring takes nothing. */
  private void flush() {
    while (!sending.isEmpty() && takes(sending.peek())) {
      sending.remove();
      taken++;
    }
    while (!waiting.isEmpty() && waiting.peek().place <= taken) {
      waiting.remove().task.run();
    }
  }

  private boolean takes(Sending next) {
    try {
      handle.tryMulticast(next.guarantee, groups, next.payload);
      return true;
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
      return false;
    }
  }

  /** Whatever is thrown ends the service, and not only its thread's task. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (EvsException gone) {
      // The handle may have come to its end, which its last event has not told yet.
      end(gone);
    } catch (RuntimeException failed) {
      LOG.error("{} has ended, as what it calls failed", name, failed);
      end(
          new EvsException(
              EvsException.Code.LIBRARY, name + " failed: " + Causes.of(failed), failed));
    }
    schedule();
  }

  private void schedule() {
    if (ended != null) {
      return;
    }
    long now = System.nanoTime();
    long deadline = service == null ? Long.MAX_VALUE : service.deadline();
    if (!sending.isEmpty()) {
      deadline = Math.min(deadline, now + RETRY_NANOS);
    }
    // One that comes too early finds nothing to do, and is cheaper than another for each event.
    if (timerAt <= deadline) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = deadline;
    try {
      timer = thread.schedule(this::timers, Math.max(0, deadline - now), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // What closes it ends the service next.
      timerAt = Long.MAX_VALUE;
    }
  }

  private void timers() {
    timerAt = Long.MAX_VALUE;
    guarded(
        () -> {
          if (ended == null) {
            flush();
            long now = System.nanoTime();
            if (service != null && service.deadline() <= now) {
              service.timers(now);
            }
          }
        });
  }

  /** Ends the service and closes its handle. Only on the thread. */
  public void end(EvsException reason) {
    if (ended != null) {
      return;
    }
    EvsException told = closing == null ? reason : closing;
    ended = told;
    sending.clear();
    while (!waiting.isEmpty()) {
      waiting.remove().task.run();
    }
    if (timer != null) {
      timer.cancel(false);
    }
    handle.close();
    if (service != null) {
      service.ended(told);
    }
  }

  /** Ends the service as its owner wants it; further calls do nothing. */
  public void close() {
    EvsException reason = new EvsException(EvsException.Code.BAD_HANDLE, name + " was closed");
    closing = reason;
    run(() -> end(reason));
    // Before the thread goes: the handle's events must not find it gone.
    handle.close();
    thread.shutdown();
  }

  /** Whether its owner has closed it. */
  public boolean isClosed() {
    return closing != null;
  }

  /**
   * Waits for an answer.
   *
   * @return its value
   * @throws TimeoutException if it does not come in time
   * @throws EvsException what it failed with; TIMEOUT, and it is cancelled, if the thread is
   *     interrupted
   */
  public static <T> T await(CompletableFuture<T> answer, Duration limit) throws TimeoutException {
    try {
      return answer.get(Spans.nanos(limit), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof EvsException known
          ? known
          : new EvsException(EvsException.Code.LIBRARY, Causes.of(failed), failed);
    } catch (InterruptedException stop) {
      answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
    }
  }

  /** Events of the handle, on the thread. */
  private final class Events implements EvsListener {
    @Override
    public void onConfiguration(ConfigurationChange change) {
      event(() -> known().configuration(System.nanoTime(), change));
    }

    @Override
    public void onGroup(GroupChange change) {
      event(() -> known().group(System.nanoTime(), change));
    }

    @Override
    public void onMessage(Delivery delivery) {
      event(() -> known().message(System.nanoTime(), delivery));
    }

    @Override
    public void onDisconnected(EvsException reason) {
      end(reason);
    }

    private void event(Runnable event) {
      guarded(
          () -> {
            if (ended == null) {
              event.run();
            }
          });
    }

    private Service known() {
      return Objects.requireNonNull(service);
    }
  }
}
