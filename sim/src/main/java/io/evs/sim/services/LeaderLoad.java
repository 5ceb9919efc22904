package io.evs.sim.services;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.RingId;
import io.evs.lock.table.Candidacy;
import io.evs.lock.table.LockInfo;
import io.evs.lock.table.LockParticipant;
import io.evs.sim.app.App;
import io.evs.sim.app.Port;
import io.evs.sim.net.SimRandom;
import java.util.Optional;
import java.util.function.Function;

/** An application that stands for leader and resigns, again and again, and in the end stands. */
final class LeaderLoad implements App, LockParticipant.Effects, Candidacy.Effects {
  private static final long MS = 1_000_000L;
  private static final long HANDLE = 3;
  private static final int TERMS = 6;

  /** Between two of its actions at most: all of them are done within the rest of a run. */
  private static final long PAUSE_NANOS = 1200 * MS;

  private static final long LEASE_NANOS = 1500 * MS;
  private static final String NAME = "leader";
  private static final Group GROUP = new Group("leaders");

  private final Port port;
  private final LockParticipant locks;
  private final Function<Candidacy.Effects, Candidacy> maker;
  private final LeaderWatch watch;
  private final SimRandom random;
  private Candidacy candidacy;
  private long claim;
  private boolean claimIsDue;
  private int termsLeft = TERMS;
  private long nextAction;
  private Optional<RingId> ring = Optional.empty();
  private boolean inMessage;
  private boolean retires;
  private long now;

  private LeaderLoad(
      Port port,
      SimRandom random,
      LeaderWatch watch,
      Function<Candidacy.Effects, Candidacy> maker) {
    this.port = port;
    this.random = random.split(HANDLE);
    this.watch = watch;
    this.maker = maker;
    this.locks =
        new LockParticipant(
            port.self(), watch.clock() << LockParticipant.NUMBER_BITS, LEASE_NANOS, this);
  }

  /** Processes that stand for leader, and somebody who looks at who leads. */
  static Services.Service service(Function<Candidacy.Effects, Candidacy> maker) {
    LeaderWatch watch = new LeaderWatch();
    return new Services.Service(
        (process, random) -> {
          Port port = process.port(HANDLE, GROUP);
          process.add(port, new LeaderLoad(port, random, watch, maker));
        },
        watch);
  }

  Port port() {
    return port;
  }

  /** Whether all that it and its ring began has come to its end. */
  boolean isSettled() {
    return locks.isReady() && port.isSettled() && !claimIsDue;
  }

  /** The last ring in which its table was one with that of the others; empty before the first. */
  Optional<RingId> ring() {
    return inMessage && locks.isReady() ? Optional.of(port.configuration().ring()) : ring;
  }

  /** How many lead or wait to, by its table. */
  int candidates() {
    LockInfo lock = locks.locks(Optional.of(NAME)).get(0);
    return lock.holders().size() + lock.waiting();
  }

  /** Resigns as soon as something wakes it, and stands no more. */
  void retire() {
    retires = true;
  }

  private void act() {
    if (retires) {
      termsLeft = 0;
      if (candidacy != null) {
        resign();
      }
      return;
    }
    if (claimIsDue) {
      claimIsDue = false;
      claim = locks.request(now, NAME, false, true);
    }
    if (termsLeft > 0 && now >= nextAction) {
      termsLeft--;
      nextAction = now + random.between(5 * MS, PAUSE_NANOS);
      if (candidacy != null) {
        resign();
      } else {
        stand();
      }
    } else if (termsLeft == 0 && candidacy == null) {
      stand();
    }
  }

  private void stand() {
    candidacy = maker.apply(this);
    candidacy.begin();
  }

  private void resign() {
    watch.ended(this);
    candidacy = null;
    claimIsDue = false;
    locks.release(now, claim);
  }

  // ---- what the candidacy wants

  /** Not from within an event of the locks. */
  @Override
  public void claim() {
    claimIsDue = true;
  }

  @Override
  public void leads(long fence) {
    watch.leads(this, fence);
  }

  @Override
  public void loses() {
    watch.ended(this);
  }

  // ---- what the locks tell

  @Override
  public void send(byte[] payload, boolean safe) {
    port.send(payload, safe);
  }

  @Override
  public void granted(long number, long fence) {
    if (candidacy != null && number == claim) {
      candidacy.granted(fence);
    }
  }

  @Override
  public void refused(long number, boolean full) {
    if (candidacy != null && number == claim) {
      candidacy.refused();
    }
  }

  @Override
  public void lost(long number) {
    if (candidacy != null && number == claim) {
      candidacy.lost();
    }
  }

  // ---- the process

  @Override
  public void start(long time) {
    now = time;
    nextAction = now + random.between(0, 400 * MS);
    watch.started(this);
  }

  @Override
  public void configuration(long time, ConfigurationChange change) {
    now = time;
    locks.configuration(now, change);
  }

  @Override
  public void group(long time, GroupChange change) {
    now = time;
    locks.group(now, change);
  }

  @Override
  public void message(long time, GroupMember sender, byte[] payload) {
    now = time;
    inMessage = true;
    locks.message(now, sender, payload);
    ring = ring();
    inMessage = false;
  }

  @Override
  public void timers(long time) {
    now = time;
    locks.timers(time);
    act();
  }

  @Override
  public long deadline() {
    boolean standsLast = termsLeft == 0 && candidacy == null && !retires;
    long own = claimIsDue || standsLast ? now : termsLeft > 0 ? nextAction : Long.MAX_VALUE;
    return Math.min(locks.deadline(), own);
  }

  @Override
  public void leave(long time) {
    now = time;
    watch.ended(this);
  }
}
