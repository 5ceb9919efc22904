package io.evs.sim;

import io.evs.sim.net.SimRandom;
import io.evs.sim.options.SimOptions;
import io.evs.sim.world.AppEvent;
import io.evs.sim.world.Payload;
import io.evs.sim.world.SimProcess;
import io.evs.sim.world.World;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * The applications: they submit messages at planned times, alone, in bursts and from within
 * callbacks, and keep account of what was accepted and came back.
 */
final class Workload implements World.Application {
  private static final long MS = 1_000_000L;
  private static final long RETRY_NANOS = 20 * MS;

  /**
   * A message to be submitted.
   *
   * @param id number of the item, from 1
   * @param node who submits
   * @param bytes length of the payload
   * @param safe guarantee
   * @param inCallback whether it waits for a callback to submit from
   */
  record Item(long id, int node, int bytes, boolean safe, boolean inCallback) {}

  private static final class Account {
    private long incarnation;
    private final BitSet waiting = new BitSet();
    private final BitSet delivered = new BitSet();
    private final ArrayDeque<Item> forCallback = new ArrayDeque<>();

    void forIncarnation(long current) {
      if (current != incarnation) {
        incarnation = current;
        waiting.clear();
        delivered.clear();
      }
    }
  }

  private final World world;
  private final Account[] accounts;
  private int pending;
  private long accepted;
  private long skipped;
  private long deliveries;
  private long configurations;

  Workload(World world) {
    this.world = world;
    this.accounts = new Account[world.options().nodes + 1];
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] = new Account();
    }
    world.application(this);
  }

  /** Plans the messages of the options over their span. */
  void plan(SimOptions options, long beginNanos, SimRandom random) {
    long id = 1;
    while (id <= options.messages()) {
      long at = beginNanos + random.between(0, options.spanNanos());
      int node = 1 + random.nextInt(options.nodes());
      int burst = random.chance(0.1) ? 2 + random.nextInt(30) : 1;
      for (int i = 0; i < burst && id <= options.messages(); i++) {
        boolean large = random.chance(options.largeShare());
        int bytes =
            large
                ? (int) random.between(options.payloadTo(), Math.max(options.payloadTo(), 100_000))
                : (int) random.between(options.payloadFrom(), options.payloadTo());
        Item item = new Item(id++, node, bytes, random.chance(options.safe()), random.chance(0.1));
        submitAt(at, item);
      }
    }
  }

  /** Submits at a time, and again while there is no room. */
  void submitAt(long timeNanos, Item item) {
    pending++;
    world.at(timeNanos, () -> offer(item));
  }

  /** Submits now, and again while there is no room; keeps the order of calls. */
  void submitNow(Item item) {
    pending++;
    offer(item);
  }

  private void offer(Item item) {
    SimProcess process = world.process(item.node());
    if (!process.up()) {
      pending--;
      skipped++;
      return;
    }
    if (item.inCallback()) {
      accounts[item.node()].forCallback.add(item);
      world.after(50 * MS, () -> offerLeft(item));
      return;
    }
    submit(item);
  }

  /** An item for which no callback came is submitted from outside. */
  private void offerLeft(Item item) {
    if (accounts[item.node()].forCallback.remove(item)) {
      if (world.up(item.node())) {
        submit(item);
      } else {
        pending--;
        skipped++;
      }
    }
  }

  private void submit(Item item) {
    byte[] payload = Payload.of(item.id(), item.bytes());
    if (accepted(item, world.submit(item.node(), item.safe(), payload))) {
      return;
    }
    world.after(
        RETRY_NANOS,
        () -> {
          if (world.up(item.node())) {
            submit(item);
          } else {
            pending--;
            skipped++;
          }
        });
  }

  private boolean accepted(Item item, long n) {
    if (n <= 0) {
      return false;
    }
    pending--;
    accepted++;
    Account account = accounts[item.node()];
    account.forIncarnation(world.process(item.node()).incarnation());
    if (!account.delivered.get((int) n)) {
      account.waiting.set((int) n);
    }
    return true;
  }

  @Override
  public void configured(SimProcess process, boolean regular) {
    if (regular) {
      configurations++;
    }
    fromCallback(process);
  }

  @Override
  public void delivered(SimProcess process, AppEvent.Message message) {
    deliveries++;
    if (message.sender() == process.id() && message.incarnation() == process.incarnation()) {
      Account account = accounts[process.id()];
      account.forIncarnation(message.incarnation());
      account.waiting.clear((int) message.n());
      account.delivered.set((int) message.n());
    }
    fromCallback(process);
  }

  private void fromCallback(SimProcess process) {
    Item item = accounts[process.id()].forCallback.peek();
    if (item == null) {
      return;
    }
    byte[] payload = Payload.of(item.id(), item.bytes());
    long n = world.submitWithinStep(process, item.safe(), payload);
    if (accepted(item, n)) {
      accounts[process.id()].forCallback.remove(item);
    }
  }

  /** Whether everything was offered, and what living members accepted came back to them. */
  boolean drained() {
    if (pending > 0) {
      return false;
    }
    for (int id = 1; id < accounts.length; id++) {
      SimProcess process = world.process(id);
      Account account = accounts[id];
      if (process.up()
          && account.incarnation == process.incarnation()
          && !account.waiting.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What keeps the workload from being drained. */
  String leftover() {
    StringBuilder text = new StringBuilder();
    text.append(pending).append(" not accepted");
    for (int id = 1; id < accounts.length; id++) {
      if (world.up(id) && accounts[id].incarnation == world.process(id).incarnation()) {
        int count = accounts[id].waiting.cardinality();
        if (count > 0) {
          text.append(", process ").append(id).append(" waits for ").append(count);
          text.append(" from n=").append(accounts[id].waiting.nextSetBit(0));
        }
      }
    }
    return text.toString();
  }

  long accepted() {
    return accepted;
  }

  long skipped() {
    return skipped;
  }

  long deliveries() {
    return deliveries;
  }

  long configurations() {
    return configurations;
  }
}
