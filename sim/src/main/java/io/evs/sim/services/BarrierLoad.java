package io.evs.sim.services;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.barrier.table.BarrierParty;
import io.evs.sim.app.App;
import io.evs.sim.app.Port;
import io.evs.sim.net.SimRandom;
import java.util.Map;

/**
 * An application that meets others at a barrier, again and again. Sometimes it gives up, or names
 * another number than most.
 */
final class BarrierLoad implements App, BarrierParty.Effects {
  private static final long MS = 1_000_000L;
  private static final long HANDLE = 4;
  private static final int ACTIONS = 60;
  private static final Group GROUP = new Group("barrier");

  /** How many meet: two, so that rings that are cut in two go on, and parties are left over. */
  private static final int PARTIES = 2;

  /** What some name instead. */
  private static final int OTHER_PARTIES = 3;

  private static final double OTHERS = 0.15;

  private final Port port;
  private final BarrierParty party;
  private final BarrierWatch watch;
  private final SimRandom random;
  private int actionsLeft = ACTIONS;
  private long nextAction;
  private long now;
  private long entry;
  private long changed;

  private BarrierLoad(Port port, SimRandom random, BarrierWatch watch, Maker maker) {
    this.port = port;
    this.random = random.split(HANDLE);
    this.watch = watch;
    this.party = maker.make(port.self(), watch.clock() << 20, this);
  }

  /** Makes parties, with planted bugs or without. */
  @FunctionalInterface
  interface Maker {
    BarrierParty make(GroupMember self, long firstEntry, BarrierParty.Effects effects);
  }

  /** Processes that meet at a barrier, and somebody who looks at who passes it. */
  static Services.Service service(Maker maker) {
    BarrierWatch watch = new BarrierWatch();
    return new Services.Service(
        (process, random) -> {
          Port port = process.port(HANDLE, GROUP);
          process.add(port, new BarrierLoad(port, random, watch, maker));
        },
        watch);
  }

  Port port() {
    return port;
  }

  String count() {
    return party.describe();
  }

  private void act() {
    if (actionsLeft == 0 || now < nextAction) {
      return;
    }
    actionsLeft--;
    nextAction = now + random.between(5 * MS, 150 * MS);
    if (!party.waits()) {
      int parties = random.chance(OTHERS) ? OTHER_PARTIES : PARTIES;
      entry = party.enter(parties);
      watch.entered(this, entry, parties);
    } else if (actionsLeft == 0 || random.chance(0.2)) {
      party.withdraw();
    }
  }

  @Override
  public void send(byte[] payload) {
    port.send(payload, true);
  }

  @Override
  public void passed(Map<GroupMember, Long> parties) {
    watch.passed(this, entry, parties);
  }

  /** It enters again when its time comes. */
  @Override
  public void refused(BarrierParty.Refusal why) {
    watch.refused(this, entry, why, changed);
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
    if (change.kind() == ConfigurationChange.Kind.REGULAR) {
      changed = watch.now();
    }
    party.configuration(time, change);
  }

  @Override
  public void group(long time, GroupChange change) {
    now = time;
    changed = watch.now();
    party.group(time, change);
  }

  @Override
  public void message(long time, GroupMember sender, byte[] payload) {
    now = time;
    party.message(sender, payload);
    party.place().ifPresent(place -> watch.counted(this, entry, place));
  }

  @Override
  public void timers(long time) {
    now = time;
    if (party.deadline() <= now) {
      party.timers(now);
    }
    act();
  }

  @Override
  public long deadline() {
    return Math.min(actionsLeft > 0 ? nextAction : Long.MAX_VALUE, party.deadline());
  }

  @Override
  public void leave(long time) {
    now = time;
  }
}
