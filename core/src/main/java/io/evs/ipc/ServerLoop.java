package io.evs.ipc;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that serves all clients. It never waits for one of them. */
final class ServerLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);
  private static final int IN_BYTES = 2 << 20;
  private static final long TICK_MILLIS = 1000;
  private static final long STOPPING_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Selector selector;
  private ServerSocketChannel listening;
  private SelectionKey listeningKey;
  private final Access access;
  private final Served served;
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

  ServerLoop(ServerSocketChannel listening, Access access, Served served) throws IOException {
    this.listening = listening;
    this.access = access;
    this.served = served;
    this.selector = Selector.open();
    listening.configureBlocking(false);
    this.listeningKey = listening.register(selector, SelectionKey.OP_ACCEPT);
  }

  Served served() {
    return served;
  }

  Access access() {
    return access;
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
          listeningKey.cancel();
          List.copyOf(connections).forEach(each -> each.end(reason));
        });
  }

  /** Clients come by another socket from now on; the one before is closed. */
  void listen(ServerSocketChannel another) {
    execute(
        () -> {
          try {
            another.configureBlocking(false);
            SelectionKey key = another.register(selector, SelectionKey.OP_ACCEPT);
            listeningKey.cancel();
            listening.close();
            listening = another;
            listeningKey = key;
          } catch (IOException error) {
            LOG.error("clients cannot be served on the new socket: {}", error.getMessage());
          }
        });
  }

  // ---- the server thread

  @Override
  public void run() {
    try {
      while (!isOver()) {
        turn();
      }
    } catch (IOException | RuntimeException fault) {
      LOG.error("clients are not served any more", fault);
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
      selector.select(stopping ? 10 : TICK_MILLIS);
    } else {
      selector.selectNow();
    }
    sleeping.set(false);
  }

  private void serve(SelectionKey key) {
    if (key == listeningKey) {
      accept();
      return;
    }
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
    }
  }

  private void accept() {
    try {
      SocketChannel channel;
      while ((channel = listening.accept()) != null) {
        accepted(channel);
      }
    } catch (IOException error) {
      // Out of file descriptors, perhaps: tried again with the next tick.
      LOG.warn("a client cannot be accepted: {}", error.getMessage());
      listeningKey.interestOps(0);
    }
  }

  private void accepted(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    Connection connection = new Connection(this, channel, key, pool);
    key.attach(connection);
    connections.add(connection);
    clients = connections.size();
    String refusal = access.refusal(channel);
    if (!refusal.isEmpty()) {
      connection.end(new EvsException(EvsException.Code.ACCESS, refusal));
    } else if (connections.size() > IpcSettings.CLIENTS_MAX) {
      connection.end(
          new EvsException(
              EvsException.Code.NO_RESOURCES,
              IpcSettings.CLIENTS_MAX + " clients are connected; close some"));
    }
  }

  void closed(Connection connection) {
    connections.remove(connection);
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
    if (listeningKey.isValid()) {
      listeningKey.interestOps(SelectionKey.OP_ACCEPT);
    }
    for (Connection each : new ArrayList<>(connections)) {
      each.tick(now);
    }
  }
}
