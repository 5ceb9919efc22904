package io.evs.ipc;

import io.evs.Configuration;
import io.evs.Delivered;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.RingStatus;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.FrameWriter;
import io.evs.ipc.frame.Greeting;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.frame.Wire;
import io.evs.ipc.lock.ClientLocks;
import io.evs.lock.desk.LockDesk;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.ExitHook;
import io.evs.node.process.Interruption;
import io.evs.node.status.StatusJson;
import io.evs.text.Causes;
import io.evs.text.Spans;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A connection to the node of a local daemon ({@code evs node}). When the daemon ends, so do the
 * connection and its handles, with code LIBRARY or IN_SHUTDOWN; {@link #connect} makes a new one.
 * Methods that ask the daemon throw {@link EvsException} TIMEOUT if it does not answer in 30 s.
 */
@NullMarked
public final class EvsClient extends LockingClient implements EvsMember {
  private static final long ANSWER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long WELCOME_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long EXIT_WAIT_MILLIS = 1000;
  private static final int REQUEST_MAX_BYTES =
      Protocol.HEADER_BYTES + Protocol.PING_MAX_BYTES + Protocol.GROUPS_MAX_BYTES;

  private final Path socket;
  private final SocketChannel channel;
  private final FrameWriter writer;
  private final Map<Integer, PendingRequest<?>> pending = new ConcurrentHashMap<>();
  private final Map<Integer, IpcHandle> handles = new ConcurrentHashMap<>();
  private final AtomicInteger nextRequest = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ExitHook hook = new ExitHook("evs-client-shutdown", this::leaveAtExit);
  private final ClientLocks locks;
  private final CompletableFuture<Greeting> welcomed = new CompletableFuture<>();
  private volatile Optional<EvsException> ended = Optional.empty();
  private @Nullable Thread reader;

  private EvsClient(Path socket, SocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
    this.writer = new FrameWriter(channel);
    this.locks = new ClientLocks(writer, nextRequest::incrementAndGet);
  }

  /**
   * Connects to the daemon that serves a socket.
   *
   * @throws EvsException TRY_AGAIN if no daemon serves it, INVALID_PARAM if its path is too long,
   *     ACCESS if this user may not, TIMEOUT if it does not answer in 5 s, LIBRARY if it is not an
   *     evs node or of another protocol version
   */
  public static EvsClient connect(Path socket) {
    return connect(
        socket, ProcessHandle.current().info().command().map(EvsClient::base).orElse("java"));
  }

  private static String base(String command) {
    return Path.of(command).getFileName().toString();
  }

  /** As above, with a name that the daemon shows for this client. */
  public static EvsClient connect(Path socket, String name) {
    return connect(socket, name, WELCOME_WAIT_NANOS);
  }

  static EvsClient connect(Path socket, String name, long patienceNanos) {
    Objects.requireNonNull(name, "name");
    EvsClient client = new EvsClient(socket, DaemonSocket.connect(socket, patienceNanos));
    client.reader = DaemonThreads.of("evs-client-read", client.new Incoming().reader());
    client.writer.mustNotWait(client.reader);
    client.reader.start();
    start("evs-client-write", client.writer);
    try {
      client.hello(name);
      client.await(client.welcomed, patienceNanos);
      return client;
    } catch (RuntimeException refused) {
      client.abandon();
      throw refused;
    }
  }

  /**
   * A sentence for people if a socket that cannot be connected to was removed while the process
   * that served it runs on; empty if there is no such process. Any thread; reads a file.
   */
  public static Optional<String> removed(Path socket) {
    return DaemonSocket.removed(socket);
  }

  private static Thread start(String name, Runnable body) {
    Thread thread = DaemonThreads.of(name, body);
    thread.start();
    return thread;
  }

  private void hello(String name) {
    writer.put(
        Protocol.HELLO_MAX_BYTES,
        FrameWriter.FOREVER,
        to -> {
          int start = Wire.begin(to, Protocol.HELLO, 0);
          to.putInt(Protocol.MAGIC).putShort((short) Protocol.VERSION);
          to.putInt((int) ProcessHandle.current().pid());
          Wire.putText(to, name, Protocol.NAME_MAX_BYTES);
          Wire.end(to, start, 0);
        });
  }

  /** What the reading thread hands in. */
  private final class Incoming implements ClientReader.Target {
    ClientReader reader() {
      return new ClientReader(channel, this, EvsClient.this::ended);
    }

    @Override
    public void welcome(Greeting welcome) {
      welcomed.complete(welcome);
    }

    @Override
    public void answer(byte type, int request, ByteBuffer body) throws ProtocolException {
      boolean taken = locks.take(type, request, body);
      PendingRequest<?> waiting = taken ? null : pending.remove(request);
      if (waiting == null) {
        if (type == Protocol.OPENED) {
          // Whoever asked has not waited so long.
          tellClosed(Wire.getInt(body), () -> {});
        }
        return;
      }
      if (type == Protocol.FAILED) {
        waiting.result().completeExceptionally(EventCodec.readReason(body));
      } else if (type != waiting.answerType()) {
        throw new ProtocolException("the daemon gave an answer of another kind");
      } else {
        waiting.complete(body);
      }
    }

    @Override
    public @Nullable IpcHandle handle(int id) {
      return handles.get(id);
    }

    @Override
    public String silence() {
      boolean known = welcomed.isDone() && !welcomed.isCompletedExceptionally();
      return "the evs node at "
          + socket
          + (known ? " (process " + EvsClient.this.welcome().pid() + ")" : "")
          + " ended without a word, as one that was killed does: see its log, and start it again"
          + " with evs node";
    }
  }

  /** The connection is over; reading thread. */
  private void ended(EvsException reason) {
    EvsException shown =
        closed.get()
            ? new EvsException(EvsException.Code.LIBRARY, "the connection was closed")
            : reason;
    ended = Optional.of(shown);
    writer.end(shown);
    welcomed.completeExceptionally(shown);
    pending.values().forEach(each -> each.result().completeExceptionally(shown));
    handles.values().forEach(each -> each.events().end(shown));
    locks.ended(shown);
    closeChannel();
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException goneAlready) {
      return;
    }
  }

  // ---- requests

  private <T> T request(
      byte type, byte answerType, Consumer<ByteBuffer> body, AnswerReader<T> decoder) {
    return request(type, answerType, body, decoder, ANSWER_WAIT_NANOS, new CompletableFuture<>());
  }

  private <T> T request(
      byte type,
      byte answerType,
      Consumer<ByteBuffer> body,
      AnswerReader<T> decoder,
      long waitNanos,
      CompletableFuture<T> result) {
    refuseOwnThread();
    int request = nextRequest.incrementAndGet();
    pending.put(request, new PendingRequest<>(answerType, decoder, result));
    try {
      // A request made after the end fails here; earlier ones are failed by the reading thread.
      ended.ifPresent(EvsClient::raise);
      long begin = System.nanoTime();
      if (!writer.put(REQUEST_MAX_BYTES, waitNanos, to -> put(to, type, request, body))) {
        throw DaemonSocket.silent(socket, waitNanos, new TimeoutException());
      }
      return await(result, Math.max(0, waitNanos - (System.nanoTime() - begin)));
    } finally {
      pending.remove(request);
    }
  }

  /** Throws NOT_SUPPORTED on the reading thread, which would wait for itself. */
  private void refuseOwnThread() {
    if (Thread.currentThread() == reader) {
      throw new EvsException(
          EvsException.Code.NOT_SUPPORTED,
          "this is the connection's own thread, which must not wait for the evs node: call from"
              + " another thread, such as one of an executor");
    }
  }

  private static void put(ByteBuffer to, byte type, int request, Consumer<ByteBuffer> body) {
    int start = Wire.begin(to, type, request);
    body.accept(to);
    Wire.end(to, start, 0);
  }

  /** Sends a message whose delivery is answered; waits while there is no room for it. */
  void sendTold(
      IpcHandle handle,
      Guarantee guarantee,
      List<Group> groups,
      byte[] payload,
      CompletableFuture<Delivered> delivered) {
    int request = nextRequest.incrementAndGet();
    pending.put(
        request, new PendingRequest<>(Protocol.DELIVERED, EventCodec::readDelivered, delivered));
    try {
      ended.ifPresent(EvsClient::raise);
      writer.put(
          Protocol.HEADER_BYTES + Integer.BYTES + 1 + Protocol.GROUPS_MAX_BYTES + payload.length,
          FrameWriter.FOREVER,
          to -> {
            handle.checkNotEnded();
            int start = Wire.begin(to, Protocol.MULTICAST_TOLD, request);
            to.putInt(handle.id()).put((byte) guarantee.ordinal());
            Wire.putGroups(to, groups);
            to.put(payload);
            Wire.end(to, start, 0);
          });
    } catch (RuntimeException | Error notSent) {
      pending.remove(request);
      throw notSent;
    }
  }

  private <T> T await(CompletableFuture<T> result, long nanos) {
    try {
      return result.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
    } catch (TimeoutException late) {
      throw DaemonSocket.silent(socket, nanos, late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EvsException reason) {
        raise(reason);
      }
      throw new EvsException(
          EvsException.Code.LIBRARY, "internal fault: " + failed.getCause(), failed.getCause());
    }
  }

  private static void raise(EvsException reason) {
    throw new EvsException(reason.code(), reason.getMessage(), reason);
  }

  private static Boolean nothing(ByteBuffer body) {
    return true;
  }

  @Override
  public Evs open(EvsListener listener) {
    return open(Protocol.OPEN, listener, Optional.empty());
  }

  @Override
  public Evs open(EvsListener listener, Executor executor) {
    return open(Protocol.OPEN, listener, Optional.of(executor));
  }

  @Override
  public Evs openOperator(EvsListener listener) {
    return open(Protocol.OPEN_OPERATOR, listener, Optional.empty());
  }

  private Evs open(byte type, EvsListener listener, Optional<Executor> executor) {
    Objects.requireNonNull(listener, "listener");
    CompletableFuture<IpcHandle> opened = new CompletableFuture<>();
    try {
      return request(
          type,
          Protocol.OPENED,
          to -> to.putInt(Protocol.DEFAULT_WINDOW_BYTES),
          from -> opened(from, listener, executor),
          ANSWER_WAIT_NANOS,
          opened);
    } catch (EvsException notWaitedFor) {
      // If the answer has come at the same time, nobody else would close the handle.
      opened.thenAccept(IpcHandle::close);
      throw notWaitedFor;
    }
  }

  private IpcHandle opened(ByteBuffer from, EvsListener listener, Optional<Executor> executor)
      throws ProtocolException {
    int id = Wire.getInt(from);
    IpcHandle handle = new IpcHandle(this, writer, id, Wire.getMember(from), listener, executor);
    handles.put(id, handle);
    return handle;
  }

  @Override
  LockDesk openLockDesk() {
    return request(Protocol.LOCKS_OPEN, Protocol.LOCKS_OPENED, to -> {}, locks::open);
  }

  void changeGroups(byte type, IpcHandle handle, List<Group> groups) {
    request(
        type,
        Protocol.DONE,
        to -> {
          handle.checkNotEnded();
          to.putInt(handle.id());
          Wire.putGroups(to, groups);
        },
        EvsClient::nothing);
  }

  /** The application closed a handle; the daemon is told behind what was sent. */
  void closed(IpcHandle handle) {
    if (handles.remove(handle.id()) != null && ended.isEmpty()) {
      tellClosed(handle.id(), handle::ends);
    }
  }

  private void tellClosed(int handle, Runnable withIt) {
    try {
      writer.putAnyway(
          Protocol.HEADER_BYTES + Integer.BYTES,
          to -> {
            put(to, Protocol.CLOSE, 0, body -> body.putInt(handle));
            withIt.run();
          });
    } catch (EvsException endedMeanwhile) {
      // Then it is closed there too.
      return;
    }
  }

  @Override
  public Optional<Configuration> configuration() {
    return request(
        Protocol.MEMBERSHIP,
        Protocol.MEMBERSHIP_IS,
        to -> {},
        from -> {
          RingId ring = Wire.getRing(from);
          NodeId local = new NodeId(Wire.getInt(from));
          List<NodeId> members = Wire.getNodes(from);
          Configuration is = new Configuration(ring, members, local, Wire.getFlag(from));
          return members.isEmpty() ? Optional.empty() : Optional.of(is);
        });
  }

  @Override
  public Configuration awaitMembers(int members, Duration timeout) {
    return MembersWait.await(this, members, timeout);
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    return request(
        Protocol.GROUPS,
        Protocol.GROUPS_ARE,
        to -> {},
        from -> {
          Map<Group, List<GroupMember>> all = new TreeMap<>();
          int count = Wire.count(from, Short.BYTES);
          for (int i = 0; i < count; i++) {
            all.put(Wire.getGroup(from), List.copyOf(Wire.getMembers(from)));
          }
          return Collections.unmodifiableMap(all);
        });
  }

  @Override
  public NodeStatus status() {
    String document = askForText(Protocol.STATUS, Protocol.STATUS_IS, to -> {});
    try {
      return StatusJson.read(document);
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  /** As {@link EvsMember#statusOfAll}; the node asks on behalf of this client. */
  @Override
  public RingStatus statusOfAll(Duration patience) {
    int millis = (int) Math.min(Spans.millis(patience), Integer.MAX_VALUE);
    String document =
        askForText(Protocol.STATUS_ALL, Protocol.STATUS_ALL_IS, to -> to.putInt(millis));
    try {
      return StatusJson.readAll(document);
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  /** Orders what an administrator may. */
  void order(byte what, String text) {
    request(
        Protocol.CONTROL,
        Protocol.DONE,
        to -> Wire.putText(to.put(what), text, Protocol.NAME_MAX_BYTES),
        EvsClient::nothing);
  }

  /** The daemon's process. */
  long pid() {
    return welcome().pid();
  }

  String askForText(byte type, byte answerType, Consumer<ByteBuffer> body) {
    return request(
        type, answerType, body, from -> new String(Wire.getRest(from), StandardCharsets.UTF_8));
  }

  private static EvsException unreadable(IOException wrong) {
    return new EvsException(
        EvsException.Code.LIBRARY,
        "the evs node's status cannot be read: " + Causes.of(wrong),
        wrong);
  }

  /** Goes to the daemon and back: everything sent before has been taken there. */
  public void ping() {
    ping(ANSWER_WAIT_NANOS);
  }

  private void ping(long waitNanos) {
    CompletableFuture<Boolean> pong = new CompletableFuture<>();
    request(Protocol.PING, Protocol.PONG, to -> {}, EvsClient::nothing, waitNanos, pong);
  }

  private Greeting welcome() {
    return welcomed.join();
  }

  @Override
  public NodeId id() {
    return welcome().node();
  }

  @Override
  public String name() {
    return welcome().nodeName();
  }

  @Override
  public String ringName() {
    return welcome().ringName();
  }

  /** Where the daemon serves. */
  public Path socket() {
    return socket;
  }

  /** Whether the connection is still there. */
  public boolean isConnected() {
    return ended.isEmpty();
  }

  /**
   * As {@link EvsMember#closeOnShutdown}, so that others see this process leave its groups; waits a
   * second at most for a daemon that does not answer.
   */
  @Override
  public void closeOnShutdown() {
    hook.add();
  }

  @Override
  public void close() {
    refuseOwnThread();
    try {
      close(CLOSE_LIMIT);
    } catch (EvsException notSent) {
      LoggerFactory.getLogger(EvsClient.class).warn("{}", notSent.getMessage());
    }
  }

  @Override
  public void close(Duration limit) {
    long nanos = Spans.nanos(limit);
    refuseOwnThread();
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try (Interruption aside = Interruption.aside()) {
      leave(nanos, aside);
    } finally {
      hook.remove();
    }
  }

  /** At the end of the JVM; a daemon that does not answer must not hold that up. */
  private void leaveAtExit() {
    try {
      start("evs-client-leave", this::close).join(EXIT_WAIT_MILLIS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void leave(long nanos, Interruption aside) {
    try {
      List.copyOf(handles.values()).forEach(IpcHandle::close);
      ping(nanos);
    } catch (EvsException failed) {
      aside.take();
      boolean late = failed.code() == EvsException.Code.TIMEOUT;
      boolean interrupted = failed.code() == EvsException.Code.TRY_AGAIN;
      if (late || interrupted) {
        throw new EvsException(
            EvsException.Code.TIMEOUT,
            "the evs node at "
                + socket
                + " did not take everything within "
                + TimeUnit.NANOSECONDS.toMillis(nanos)
                + " ms: what was sent last may be lost",
            failed);
      }
      // The connection had ended, and the handles were told.
    } finally {
      abandon();
    }
  }

  /** Ends at once; what was sent last may not arrive. */
  private void abandon() {
    closed.set(true);
    writer.end(new EvsException(EvsException.Code.LIBRARY, "the connection was closed"));
    closeChannel();
  }
}
