package io.evs.lock.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The lease of a client whose daemon takes part in the locks for it, by the client's own clock: a
 * daemon that is stopped tells of no loss. The daemon says when its lease began, counted from when
 * it took a frame of the client; the client counts from when it sent that frame, which was earlier.
 * So its lease ends before that of the daemon does.
 *
 * <p>Time is a parameter, nanoseconds of a monotonic clock. Not thread-safe.
 */
public final class ClientLease {
  /** So much of the lease may be over when the daemon is asked for it again. */
  private static final int BEATS = 16;

  /** What is wanted. */
  public interface Effects {
    /** Ask the daemon for its lease; {@link #answered} follows. */
    void beat();

    /** A claim holds its lock from now on. */
    void held(long claim);

    /** The grant of a claim came too late to be used. */
    void late(long claim);

    /** A claim holds its lock no more. */
    void lost(long claim);
  }

  private final long leaseNanos;
  private final Effects effects;
  private final Set<Long> holding = new LinkedHashSet<>();
  private long leaseFrom = Long.MIN_VALUE;
  private long nextBeat;
  private boolean asked;

  /** A lease of somebody who holds nothing yet. */
  public ClientLease(long leaseNanos, Effects effects) {
    this.leaseNanos = leaseNanos;
    this.effects = effects;
  }

  /**
   * The daemon has granted a lock.
   *
   * @param from when its lease began, at the latest, by the clock here
   */
  public void granted(long now, long claim, long from) {
    leaseFrom = Math.max(leaseFrom, from);
    if (!runs(now)) {
      effects.late(claim);
      return;
    }
    if (holding.isEmpty()) {
      nextBeat = now + leaseNanos / BEATS;
    }
    holding.add(claim);
    effects.held(claim);
  }

  /**
   * The daemon has told its lease.
   *
   * @param from as of {@link #granted}
   */
  public void answered(long from) {
    leaseFrom = Math.max(leaseFrom, from);
    asked = false;
  }

  /** The daemon says that a claim has lost its lock, or has never got it. */
  public void lost(long claim) {
    if (holding.remove(claim)) {
      effects.lost(claim);
    }
  }

  /** The claim was given up here. */
  public void released(long claim) {
    holding.remove(claim);
  }

  private boolean runs(long now) {
    return leaseFrom != Long.MIN_VALUE && now - leaseFrom < leaseNanos;
  }

  /** When {@link #timers} must be called next; Long.MAX_VALUE if never. */
  public long deadline() {
    if (holding.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long end = leaseFrom + leaseNanos;
    return asked ? end : Math.min(nextBeat, end);
  }

  /** Runs what is due. */
  public void timers(long now) {
    if (!holding.isEmpty() && !runs(now)) {
      List<Long> all = new ArrayList<>(holding);
      holding.clear();
      all.forEach(effects::lost);
    } else if (!holding.isEmpty() && !asked && now >= nextBeat) {
      asked = true;
      nextBeat = now + leaseNanos / BEATS;
      effects.beat();
    }
  }
}
