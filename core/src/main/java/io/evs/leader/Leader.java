package io.evs.leader;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.GroupMember;
import io.evs.lock.HeldLock;
import io.evs.lock.Locks;
import io.evs.lock.table.Candidacy;
import io.evs.lock.table.LockInfo;
import io.evs.lock.table.LockParticipant;
import io.evs.node.process.DaemonThreads;
import io.evs.text.Causes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A candidate for the leadership of a name: of all who stand on a ring, the first in the order of
 * the stream leads until it resigns, dies or is cut off; then the next one. With quorum only
 * primary rings have a leader; without, each part of a ring that is cut in two has one.
 *
 * <p>The leadership is the exclusive lock {@code leader/NAME}, with all that locks promise. Any
 * thread may call.
 */
public final class Leader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

  /** The locks of leaders are called so, and then by the leader's name. */
  public static final String PREFIX = "leader/";

  /**
   * Somebody's time as leader.
   *
   * @param leader the handle of its locks; of a daemon's client, its node and process
   * @param fence its fencing token
   * @param here whether this candidate is meant
   */
  public record Term(GroupMember leader, long fence, boolean here) {}

  private final String name;
  private final LeaderListener listener;
  private final ExecutorService thread;
  private final Locks locks;
  private final Candidacy candidacy = new Candidacy(new Wishes());
  private volatile @Nullable HeldLock held;
  private volatile boolean closed;

  private Leader(EvsMember member, String name, LeaderListener listener) {
    this.name = name;
    this.listener = listener;
    this.locks = Locks.open(member);
    this.thread = Executors.newSingleThreadExecutor(DaemonThreads.named("evs-leader"));
    locks.watch(
        PREFIX + name,
        lock -> {
          Optional<Term> term = term(lock);
          run(() -> listener.onLeader(term));
        });
    run(candidacy::begin);
  }

  /**
   * Stands until it is closed.
   *
   * @param name 1 to 57 bytes of UTF-8 without control characters
   * @throws EvsException as {@link Locks#open(EvsMember)}; INVALID_PARAM for a name that cannot be
   */
  public static Leader stand(EvsMember member, String name, LeaderListener listener) {
    if (!isName(name)) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "a leader's name is 1 to 57 bytes of UTF-8 without control characters");
    }
    return new Leader(member, name, listener);
  }

  /** Whether one may stand for such a name. */
  public static boolean isName(String name) {
    return !name.isEmpty() && LockParticipant.isName(PREFIX + name);
  }

  /** The name that it stands for. */
  public String name() {
    return name;
  }

  /** The handle that others know this candidate by, as {@link Locks#self}. */
  public GroupMember self() {
    return locks.self();
  }

  /**
   * The fencing token while this one leads, as far as is known here; before its listener is told.
   */
  public OptionalLong fence() {
    HeldLock lock = held;
    return lock != null && lock.isHeld() ? OptionalLong.of(lock.fence()) : OptionalLong.empty();
  }

  private Optional<Term> term(LockInfo lock) {
    return lock.holders().stream()
        .filter(each -> !each.ends())
        .findFirst()
        .map(each -> new Term(each.process(), each.fence(), locks.isOwn(each)));
  }

  /** Runs something of the candidate, unless that is closed. */
  private void run(Runnable task) {
    try {
      thread.execute(
          () -> {
            if (!closed) {
              guarded(task);
            }
          });
    } catch (RejectedExecutionException hasClosed) {
      // Nobody is told of anything any more.
      return;
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failed) {
      LOG.warn("leader {} stands no more: its listener failed", name, failed);
      end(
          new EvsException(
              EvsException.Code.LIBRARY,
              "the listener of leader " + name + " failed: " + Causes.of(failed),
              failed));
    }
  }

  private void answered(@Nullable HeldLock lock, @Nullable Throwable failure) {
    if (lock != null) {
      held = lock;
      lock.loss()
          .whenComplete(
              (nothing, closedByUs) -> {
                if (closedByUs == null) {
                  run(candidacy::lost);
                }
              });
      candidacy.granted(lock.fence());
    } else if (failure instanceof EvsException known
        && known.code() == EvsException.Code.TRY_AGAIN) {
      candidacy.refused();
    } else {
      end(
          failure instanceof EvsException known
              ? known
              : new EvsException(EvsException.Code.LIBRARY, "the locks failed: " + failure));
    }
  }

  private void end(EvsException reason) {
    close();
    listener.onEnd(reason);
  }

  /** Gives the leadership up, and stands no more. The listener is not told of anything after. */
  @Override
  public void close() {
    closed = true;
    locks.close();
    thread.shutdown();
  }

  /** What the candidacy wants, on the thread of the candidate. */
  private final class Wishes implements Candidacy.Effects {
    @Override
    public void claim() {
      locks
          .request(PREFIX + name, false)
          .whenComplete((lock, failure) -> run(() -> answered(lock, failure)));
    }

    @Override
    public void leads(long fence) {
      listener.onLeading(fence);
    }

    @Override
    public void loses() {
      listener.onLoss();
    }
  }
}
