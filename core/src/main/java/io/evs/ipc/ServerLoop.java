package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.frame.OutBuffer;
import io.evs.node.process.RateLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that serves all clients. It never waits for one of them. */
final class ServerLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);

  /** A read, and before it the beginning of a frame that is not longer. */
  private static final int IN_BYTES = 2 * Connection.READ_MAX_BYTES;

  private static final long TICK_MILLIS = 1000;
  private static final long STOPPING_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RateLog faults = new RateLog(LOG);
  private final RateLog ends;

  private final Selector selector;
  private final UserQuota quota;
  private final Consumer<Throwable> onFailure;
  private final ServedNode served;
  private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final OutBuffer.Pool pool = new OutBuffer.Pool();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<ServedHandle> readied = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean sleeping = new AtomicBoolean();
  private final AtomicBoolean room = new AtomicBoolean();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private ArrayDeque<Connection> toPump = new ArrayDeque<>();
  private ArrayDeque<Connection> pumping = new ArrayDeque<>();
  private ArrayDeque<Connection> waitingForRoom = new ArrayDeque<>();
  private long lastTick = System.nanoTime();
  private boolean stopping;
  private long stopDeadline;
  private volatile int clients;
  private volatile NodeControl control = NodeControl.NONE;

  /**
   * A loop without clients.
   *
   * @param onFailure told what ended the loop unasked, once, on its thread
   */
  ServerLoop(UserQuota quota, ServedNode served, Consumer<Throwable> onFailure) throws IOException {
    this.quota = quota;
    this.served = served;
    this.ends = new RateLog(LOG, line -> served.node().journal().record("client", line));
    this.onFailure = onFailure;
    this.selector = Selector.open();
  }

  /** Says what became of a client, as often as a log can take it. */
  void warn(String sentence) {
    ends.warn(System.nanoTime(), sentence);
  }

  ServedNode served() {
    return served;
  }

  /** Who obeys administrators from now on; any thread. */
  void control(NodeControl obeys) {
    control = obeys;
  }

  NodeControl control() {
    return control;
  }

  /** Clients that are connected now; any thread. */
  int clients() {
    return clients;
  }

  // ---- any thread

  /** Runs a task on the server thread. */
  void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  /** Events wait for a handle. */
  void readied(ServedHandle handle) {
    if (handle.mustTell()) {
      readied.add(handle);
      wake();
    }
  }

  /** The node's send queue has room again. */
  void room() {
    room.set(true);
    wake();
  }

  private void wake() {
    if (sleeping.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  /** Tells every client that the daemon ends, and stops. */
  void stop(EvsException reason) {
    execute(
        () -> {
          stopping = true;
          stopDeadline = System.nanoTime() + STOPPING_WAIT_NANOS;
          List.copyOf(connections).forEach(each -> each.end(reason));
        });
  }

  /** Serves a connection that may be served. */
  void enter(SocketChannel channel, Peer peer) {
    execute(() -> accepted(channel, peer));
  }

  // ---- the server thread

  @Override
  public void run() {
    try {
      while (!isOver()) {
        turn();
      }
    } catch (Throwable fault) {
      // An Error too: a thread that ends in silence leaves a node that serves nobody.
      onFailure.accept(fault);
    } finally {
      List.copyOf(connections).forEach(Connection::close);
      try {
        selector.close();
      } catch (IOException nothingToLose) {
        LOG.debug("closing the selector", nothingToLose);
      }
    }
  }

  private boolean isOver() {
    return stopping && (connections.isEmpty() || System.nanoTime() - stopDeadline > 0);
  }

  private void turn() throws IOException {
    select();
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid()) {
        serve(key);
      }
    }
    selector.selectedKeys().clear();
    Runnable task;
    while ((task = tasks.poll()) != null) {
      task.run();
    }
    ServedHandle handle;
    while ((handle = readied.poll()) != null) {
      handle.connection().hasEvents(handle);
    }
    if (room.compareAndSet(true, false)) {
      retry();
    }
    pumpAll();
    tick();
  }

  private void select() throws IOException {
    sleeping.set(true);
    boolean idle =
        tasks.isEmpty() && readied.isEmpty() && toPump.isEmpty() && !room.get() && sleeping.get();
    if (idle) {
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastTick);
      selector.select(stopping ? 10 : Math.max(1, TICK_MILLIS - since));
    } else {
      selector.selectNow();
    }
    sleeping.set(false);
  }

  private void serve(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.writable(in);
      }
      if (key.isValid() && key.isReadable()) {
        connection.readable(in);
      }
    } catch (IOException gone) {
      LOG.debug("a client is gone: {}", gone.getMessage());
      connection.close();
    } catch (RuntimeException fault) {
      ended(connection, fault);
    }
  }

  /** A fault that one client's requests or events lead to ends that client alone. */
  private void ended(Connection connection, RuntimeException fault) {
    faults.warn(System.nanoTime(), "a client is disconnected by an internal fault: " + fault);
    LOG.debug("an internal fault", fault);
    connection.close();
  }

  private void accepted(SocketChannel channel, Peer peer) {
    try {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      Connection connection = new Connection(this, channel, key, peer, quota, pool);
      key.attach(connection);
      connections.add(connection);
      clients = connections.size();
    } catch (IOException gone) {
      LOG.debug("a client is gone: {}", gone.getMessage());
      quota.give(peer, UserQuota.Resource.CONNECTIONS, 1);
    }
  }

  void closed(Connection connection) {
    if (connections.remove(connection)) {
      quota.give(connection.peer(), UserQuota.Resource.CONNECTIONS, 1);
    }
    waitingForRoom.remove(connection);
    clients = connections.size();
  }

  /** Its events are written at the end of this turn. */
  void schedule(Connection connection) {
    if (!connection.scheduled) {
      connection.scheduled = true;
      toPump.add(connection);
    }
  }

  /** Its message waits for room in the node's send queue. */
  void waitForRoom(Connection connection) {
    if (!waitingForRoom.contains(connection)) {
      waitingForRoom.add(connection);
    }
  }

  /** In the order in which they began to wait. */
  private void retry() {
    ArrayDeque<Connection> waiting = waitingForRoom;
    waitingForRoom = new ArrayDeque<>();
    for (Connection each : waiting) {
      each.resume(in);
    }
  }

  private void pumpAll() {
    ArrayDeque<Connection> now = toPump;
    toPump = pumping;
    pumping = now;
    Connection next;
    while ((next = now.poll()) != null) {
      next.scheduled = false;
      try {
        next.pump(in);
      } catch (IOException gone) {
        LOG.debug("a client is gone: {}", gone.getMessage());
        next.close();
      } catch (RuntimeException fault) {
        ended(next, fault);
      }
    }
  }

  /** A handle's queue was full. */
  void slow(ServedHandle handle, EvsException reason) {
    try {
      handle.connection().slow(handle, reason);
    } catch (IOException gone) {
      handle.connection().close();
    }
  }

  /** Serves what a connection had to wait for. */
  void resume(Connection connection) {
    connection.resume(in);
  }

  private void tick() {
    long now = System.nanoTime();
    if (now - lastTick < TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
      return;
    }
    lastTick = now;
    tickAt(now);
  }

  /** Ends what has waited for too long at a time. */
  void tickAt(long now) {
    for (Connection each : new ArrayList<>(connections)) {
      each.tick(now);
    }
  }
}
