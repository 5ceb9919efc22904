package io.evs.sim;

import io.evs.Configuration;
import io.evs.RingId;
import io.evs.sim.fault.FaultInjector;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.Network;
import io.evs.sim.net.PacketRule;
import io.evs.sim.world.AppEvent;
import io.evs.sim.world.World;
import io.evs.totem.part.RingPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What a scenario plays on: a world, its applications, and words for what scenarios often do. */
public final class ScenarioStage {
  public static final long MS = 1_000_000L;

  /** A claim of a scenario does not hold. */
  public static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  private final World world;
  private final Workload workload;
  private final Convergence convergence;
  private long items;

  public ScenarioStage(World world, long maxSteps) {
    this.world = world;
    this.workload = new Workload(world);
    this.convergence = new Convergence(world, workload, maxSteps);
  }

  /** The world. */
  public World world() {
    return world;
  }

  /** The network. */
  public Network network() {
    return world.network();
  }

  /** The ring's values. */
  public RingPolicy policy() {
    return world.options().policy;
  }

  public int nodes() {
    return world.options().nodes;
  }

  /** The token time-out in nanoseconds. */
  public long token() {
    return policy().tokenNanos();
  }

  // --- claims ---------------------------------------------------------------------------------

  /** Ends the scenario unless the claim holds; what failed first is what is reported. */
  public void claim(boolean holds, String message) {
    if (!holds) {
      throw new Broken(message);
    }
  }

  /** Runs until the condition holds; fails the scenario if it does not within the time. */
  public void await(BooleanSupplier condition, long nanos, String what) {
    boolean holds =
        world.runUntil(
            () -> condition.getAsBoolean() || convergence.outOfSteps(), world.now() + nanos);
    claim(
        holds && condition.getAsBoolean(), "not within " + nanos / MS + " ms: " + what + states());
  }

  private String states() {
    StringBuilder text = new StringBuilder(" (");
    for (int id = 1; id <= nodes(); id++) {
      Configuration configuration = world.process(id).configuration();
      text.append(id == 1 ? "" : ", ").append(id).append(' ').append(world.state(id));
      if (configuration != null) {
        text.append(' ').append(configuration.ring()).append(configuration.members());
      }
    }
    return text.append(')').toString();
  }

  /** Lets time pass. */
  public void runFor(long nanos) {
    world.runFor(nanos);
  }

  // --- rings ----------------------------------------------------------------------------------

  /** Starts these nodes at once. */
  public void start(int... ids) {
    for (int id : ids) {
      world.start(id);
    }
  }

  /** All node ids. */
  public int[] all() {
    int[] ids = new int[nodes()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i + 1;
    }
    return ids;
  }

  /** Starts all nodes and waits for one ring of them. */
  public RingId formRing() {
    return formRing(all());
  }

  /** Starts nodes and waits for one ring of exactly them. */
  public RingId formRing(int... ids) {
    start(ids);
    awaitRing(ids);
    runFor(20 * MS);
    return ring(ids[0]);
  }

  /** Waits until exactly these are in one operational ring. */
  public void awaitRing(int... ids) {
    await(
        () -> convergence.oneRing(ids),
        Convergence.boundNanos(policy()),
        "one ring of " + Arrays.toString(ids));
  }

  /** Whether exactly these are in one operational ring. */
  public boolean oneRing(int... ids) {
    return convergence.oneRing(ids);
  }

  /** The ring a node has installed last; null if none. */
  public RingId ring(int id) {
    Configuration configuration = world.process(id).configuration();
    return configuration == null ? null : configuration.ring();
  }

  /** The members of the ring a node has installed last. */
  public List<Integer> members(int id) {
    return Arrays.stream(world.process(id).members()).boxed().toList();
  }

  /** Whether a node is in a state. */
  public boolean in(int id, String state) {
    return world.state(id).equals(state);
  }

  /** Runs the action when the node enters the state for the k-th time from now. */
  public void onState(int id, String state, int k, Runnable action) {
    world.hooks().onState(id, state, k, action);
  }

  /** Runs the action after the step after which the condition holds. */
  public void when(BooleanSupplier condition, Runnable action) {
    world.hooks().when(condition, action);
  }

  // --- messages -------------------------------------------------------------------------------

  /** Submits a message now (or as soon as the node has room); its item number. */
  public long send(int id, int bytes, boolean safe) {
    long item = ++items;
    workload.submitNow(new Workload.Item(item, id, bytes, safe, false));
    return item;
  }

  /** Submits agreed messages of 200 bytes at one node. */
  public void sendMany(int id, int count) {
    for (int i = 0; i < count; i++) {
      send(id, 200, false);
    }
  }

  /** Submits messages at all living nodes over a time, a fifth of them safe. */
  public void load(long nanos, int count) {
    for (int i = 0; i < count; i++) {
      int id = 1 + i % nodes();
      long at = world.now() + nanos * i / count;
      Workload.Item item = new Workload.Item(++items, id, 100 + 37 * (i % 20), i % 5 == 0, false);
      workload.submitAt(at, item);
    }
  }

  /** Whether all that was submitted has come back. */
  public boolean drained() {
    return workload.drained();
  }

  // --- what applications saw ------------------------------------------------------------------

  /** Messages delivered at a node. */
  public List<AppEvent.Message> messages(int id) {
    List<AppEvent.Message> found = new ArrayList<>();
    for (AppEvent event : world.history(id)) {
      if (event instanceof AppEvent.Message message) {
        found.add(message);
      }
    }
    return found;
  }

  /** The delivery of an item at a node; null if it was not delivered. */
  public AppEvent.Message delivery(int id, long item) {
    for (AppEvent.Message message : messages(id)) {
      if (message.item() == item) {
        return message;
      }
    }
    return null;
  }

  /** Whether these nodes have all got the item. */
  public boolean delivered(long item, int... ids) {
    for (int id : ids) {
      if (delivery(id, item) == null) {
        return false;
      }
    }
    return true;
  }

  /** Regular configurations installed at a node. */
  public List<AppEvent.Regular> regulars(int id) {
    List<AppEvent.Regular> found = new ArrayList<>();
    for (AppEvent event : world.history(id)) {
      if (event instanceof AppEvent.Regular regular) {
        found.add(regular);
      }
    }
    return found;
  }

  /** Transitional configurations delivered at a node. */
  public List<AppEvent.Transitional> transitionals(int id) {
    List<AppEvent.Transitional> found = new ArrayList<>();
    for (AppEvent event : world.history(id)) {
      if (event instanceof AppEvent.Transitional transitional) {
        found.add(transitional);
      }
    }
    return found;
  }

  /** Whether a node has ever installed the ring. */
  public boolean installed(int id, RingId ring) {
    return regulars(id).stream().anyMatch(regular -> regular.ring().equals(ring));
  }

  /** Whether a node delivered the item between leaving its ring and the next regular one. */
  public boolean deliveredInTail(int id, long item) {
    boolean tail = false;
    for (AppEvent event : world.history(id)) {
      if (event instanceof AppEvent.Message message && message.item() == item) {
        return tail;
      }
      if (!(event instanceof AppEvent.Message)) {
        tail = event instanceof AppEvent.Transitional;
      }
    }
    return false;
  }

  // --- packets --------------------------------------------------------------------------------

  /** Drops all packets of a kind until the rule is removed or the network is cleaned. */
  public PacketRule drop(Predicate<Datagram> kind) {
    return network().addRule(packet -> kind.test(packet) ? PacketRule.DROP : PacketRule.PASS);
  }

  /** Drops the first packets of a kind. */
  public int[] dropFirst(int count, Predicate<Datagram> kind) {
    int[] left = {count};
    network()
        .addRule(
            packet -> {
              if (left[0] > 0 && kind.test(packet)) {
                left[0]--;
                return PacketRule.DROP;
              }
              return PacketRule.PASS;
            });
    return left;
  }

  /** Keeps copies of packets of a kind; they go on their way. */
  public List<Datagram> capture(Predicate<Datagram> kind) {
    List<Datagram> copies = new ArrayList<>();
    network()
        .addRule(
            packet -> {
              if (kind.test(packet)) {
                copies.add(packet);
              }
              return PacketRule.PASS;
            });
    return copies;
  }

  /** Delivers copies once more, now. */
  public void replay(List<Datagram> copies) {
    for (int i = 0; i < copies.size(); i++) {
      world.inject(copies.get(i), i * 1000L);
    }
  }

  // --- the end --------------------------------------------------------------------------------

  /** Everything whole and clean; nodes that are down start. */
  public void heal() {
    world.hooks().clear();
    new FaultInjector(world).heal(List.of());
  }

  /** Everything whole and clean; these stay down. */
  public void healWithout(Integer... down) {
    world.hooks().clear();
    new FaultInjector(world).heal(List.of(down));
  }

  public String settle() {
    return world.failure() == null ? convergence.settle() : null;
  }

  public SimResult result(String name, String title, String unsettled) {
    return convergence.result(name, title, unsettled);
  }
}
