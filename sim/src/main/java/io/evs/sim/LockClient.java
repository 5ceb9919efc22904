package io.evs.sim;

import io.evs.lock.table.ClientLease;
import io.evs.sim.net.SimRandom;
import io.evs.sim.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that locks through the daemon of its host, as {@code io.evs.ipc.lock.ClientDesk} does
 * it. It runs while that is stopped, is stopped itself now and then, and sometimes ends.
 */
final class LockClient implements ClientLease.Effects, LockWatch.Holder {
  private static final long MS = 1_000_000L;
  private static final int HELD_MAX = 3;

  /** Longer than its daemon keeps the locks of a client that is not heard of. */
  private static final long STOP_MAX_NANOS = 2700 * MS;

  /** A lock that it asked for. */
  private static final class Claim {
    final String name;
    final boolean shared;
    final long sent;
    long fence;
    boolean held;

    /** Whether the outside has seen it hold. */
    boolean seen;

    Claim(String name, boolean shared, long sent) {
      this.name = name;
      this.shared = shared;
      this.sent = sent;
    }
  }

  private final int process;
  private final World world;
  private final LockWatch watch;
  private final SimRandom random;
  private final long leaseNanos;
  private final Map<Long, Claim> claims = new TreeMap<>();
  private ClientLease lease;
  private LockService service;
  private LockLink link = new LockLink();
  private long lastClaim;
  private long beatSent;
  private boolean stopped;
  private long now;

  /**
   * A client without a daemon.
   *
   * @param leaseNanos the lease that it goes by
   */
  LockClient(int process, World world, LockWatch watch, SimRandom random, long leaseNanos) {
    this.process = process;
    this.world = world;
    this.watch = watch;
    this.random = random;
    this.leaseNanos = leaseNanos;
    this.lease = new ClientLease(leaseNanos, this);
    world.after(random.between(MS, 500 * MS), this::turn);
  }

  @Override
  public int process() {
    return process;
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  /** Its daemon has started. */
  void connect(LockService to) {
    service = to;
  }

  private void turn() {
    now = world.process(process).clock().local(world.now());
    boolean served = service != null && world.up(process);
    if (!served || service.link() != link) {
      ends();
      link = served ? service.link() : new LockLink();
    }
    if (lease.deadline() <= now) {
      lease.timers(now);
    }
    while (!link.toClient.isEmpty()) {
      link.toClient.remove().accept(this);
    }
    stopped = false;
    show();
    if (served && !link.closed) {
      act();
    }
    if (watch.isOver() && claims.isEmpty()) {
      return;
    }
    stopped = !watch.isOver() && random.chance(0.01);
    long pause = random.between(MS, 20 * MS);
    world.after(stopped ? random.between(pause, STOP_MAX_NANOS) : pause, this::turn);
  }

  /** What it learned at once when it went on was never used in between. */
  private void show() {
    claims.forEach(
        (id, claim) -> {
          if (claim.held && !claim.seen) {
            claim.seen = true;
            watch.granted(this, claim.name, id, claim.shared, claim.fence);
          }
        });
  }

  private void act() {
    if (watch.isOver()) {
      List.copyOf(claims.keySet()).forEach(this::release);
    } else if (random.chance(0.003)) {
      link.closed = true;
      ends();
    } else if (random.chance(0.1)) {
      if (claims.size() >= HELD_MAX || (!claims.isEmpty() && random.chance(0.5))) {
        release(List.copyOf(claims.keySet()).get(random.nextInt(claims.size())));
      } else {
        request("lock" + random.nextInt(LockLoad.NAMES), random.chance(0.3), random.chance(0.8));
      }
    }
  }

  private void request(String name, boolean shared, boolean waits) {
    long id = ++lastClaim;
    claims.put(id, new Claim(name, shared, now));
    link.toDaemon.add(daemon -> daemon.request(id, name, shared, waits));
  }

  private void release(long id) {
    lease.released(id);
    forget(id);
  }

  private void forget(long id) {
    if (claims.remove(id) != null) {
      watch.ended(this, id);
      link.toDaemon.add(daemon -> daemon.release(id));
    }
  }

  /** The connection has ended, and with it all that it held. */
  void ends() {
    claims.keySet().forEach(id -> watch.ended(this, id));
    claims.clear();
    lease = new ClientLease(leaseNanos, this);
  }

  // ---- what the daemon tells

  void granted(long id, long fence, long after) {
    Claim claim = claims.get(id);
    if (claim != null) {
      claim.fence = fence;
      lease.granted(now, id, claim.sent + after);
    }
  }

  void over(long id) {
    lease.lost(id);
    forget(id);
  }

  void leased(long after) {
    lease.answered(after == Long.MIN_VALUE ? after : beatSent + after);
  }

  // ---- what the lease wants

  @Override
  public void beat() {
    beatSent = now;
    link.toDaemon.add(LockService::beat);
  }

  @Override
  public void held(long id) {
    claims.get(id).held = true;
  }

  @Override
  public void late(long id) {
    forget(id);
  }

  @Override
  public void lost(long id) {
    forget(id);
  }
}
