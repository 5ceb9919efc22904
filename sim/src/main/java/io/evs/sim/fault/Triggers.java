package io.evs.sim.fault;

import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.BacklogOrder;
import io.evs.sim.world.Mark;
import io.evs.sim.world.SimProcess;
import io.evs.sim.world.StepHooks;
import io.evs.sim.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes state-triggered faults happen. */
final class Triggers implements StepHooks.StateWatcher {
  private static final int REMEMBERED = 128;
  private static final int[] OLD = {Datagram.TOKEN, Datagram.COMMIT, Datagram.JOIN};

  private static final class Armed {
    private final Trigger trigger;
    private final int[] visitsLeft;
    private boolean spent;

    Armed(Trigger trigger, int nodes) {
      this.trigger = trigger;
      this.visitsLeft = new int[nodes + 1];
      Arrays.fill(visitsLeft, trigger.visit());
    }
  }

  private final World world;
  private final List<Armed> armed = new ArrayList<>();
  private final List<Datagram> past = new ArrayList<>();
  private int nextPast;
  private boolean remembering;
  private boolean calm;

  Triggers(World world) {
    this.world = world;
  }

  /** From now on packets are remembered, to be delivered late. */
  void remember() {
    if (!remembering) {
      remembering = true;
      world
          .network()
          .addRule(
              packet -> {
                keep(packet);
                return PacketRule.PASS;
              });
    }
  }

  private void keep(Datagram packet) {
    if (packet.is(Datagram.MCAST)) {
      return;
    }
    if (past.size() < REMEMBERED) {
      past.add(packet);
    } else {
      past.set(nextPast, packet);
      nextPast = (nextPast + 1) % REMEMBERED;
    }
  }

  void arm(Trigger trigger) {
    armed.add(new Armed(trigger, world.options().nodes));
    world.hooks().watcher(this);
  }

  /** No fault from now on. */
  void calm() {
    calm = true;
    armed.clear();
    past.clear();
  }

  @Override
  public void entered(SimProcess process, String state) {
    int id = process.id();
    for (Armed one : armed) {
      Trigger trigger = one.trigger;
      if (!one.spent
          && trigger.state().equals(state)
          && hasRole(id, trigger.role())
          && --one.visitsLeft[id] == 0) {
        one.spent = trigger.role() != Trigger.Role.ALL;
        world.marks().reach(Mark.STATE_FAULT);
        // Not within the step that is under way, but before anything later.
        world.after(0, () -> fire(id, trigger.action()));
      }
    }
  }

  private boolean hasRole(int id, Trigger.Role role) {
    if (role == Trigger.Role.ALL) {
      return true;
    }
    for (int other = 1; other < id; other++) {
      if (world.up(other)
          && world.network().connected(other, id)
          && world.network().connected(id, other)) {
        return role == Trigger.Role.OTHER;
      }
    }
    return role == Trigger.Role.REPRESENTATIVE;
  }

  private void fire(int id, Trigger.Action action) {
    long token = world.options().policy.tokenNanos();
    if (calm || !world.up(id)) {
      return;
    }
    switch (action) {
      case CRASH -> world.crash(id);
      case CRASH_WITHIN_STEP ->
          world.crashWithinStep(id, outputs -> outputs.size() < 2 ? -1 : outputs.size() / 2);
      case LEAVE -> world.leave(id);
      case PAUSE -> world.pause(id, token * 3 / 2, BacklogOrder.PACKETS_FIRST);
      case CUT_SUCCESSOR -> cut(id, successor(id), token * 3 / 2);
      case DROP_TOKEN -> dropNextToken(id);
      case DROP_JOIN -> dropNextJoin(successor(id));
      case OLD_PACKETS -> replay(id);
    }
    if (!world.up(id) || action == Trigger.Action.CRASH_WITHIN_STEP) {
      world.after(2 * token, () -> restart(id));
    }
  }

  private void restart(int id) {
    if (!calm) {
      world.cancelPlannedCrash(id);
      world.start(id);
    }
  }

  private int successor(int id) {
    int[] members = world.process(id).members();
    for (int member : members) {
      if (member > id) {
        return member;
      }
    }
    int first = members.length == 0 ? 0 : members[0];
    return first == 0 || first == id ? 1 + id % world.options().nodes : first;
  }

  private void cut(int from, int to, long nanos) {
    world.network().cut(from, to, from != to);
    world.after(nanos, () -> world.network().cut(from, to, false));
  }

  private void dropNextToken(int from) {
    boolean[] done = new boolean[1];
    world
        .network()
        .addRule(
            packet -> {
              boolean hit =
                  !done[0]
                      && !calm
                      && packet.from() == from
                      && (packet.is(Datagram.TOKEN) || packet.is(Datagram.COMMIT));
              done[0] |= hit;
              return hit ? PacketRule.DROP : PacketRule.PASS;
            });
  }

  private void dropNextJoin(int from) {
    byte[][] dropped = new byte[1][];
    world
        .network()
        .addRule(
            packet -> {
              if (calm || packet.from() != from || !packet.is(Datagram.JOIN)) {
                return PacketRule.PASS;
              }
              if (dropped[0] == null) {
                dropped[0] = packet.bytes();
              }
              // All copies of one multicast share their bytes.
              return dropped[0] == packet.bytes() ? PacketRule.DROP : PacketRule.PASS;
            });
  }

  private void replay(int id) {
    for (int type : OLD) {
      for (int i = 0; i < past.size(); i++) {
        Datagram old = past.get((nextPast + i) % past.size());
        if (old.to() == id && old.is(type)) {
          world.inject(old, type * 1000L);
          break;
        }
      }
    }
  }
}
