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
import io.evs.node.DaemonThreads;
import io.evs.node.StatusJson;
import io.evs.text.Causes;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
public final class EvsClient implements EvsMember {
  private static final long ANSWER_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long WELCOME_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long EXIT_WAIT_MILLIS = 1000;

  /** Reads an answer; on the reading thread. */
  @FunctionalInterface
  private interface Decoder<T> {
    T read(ByteBuffer body) throws ProtocolException;
  }

  /** A request that was sent. */
  private record Pending<T>(byte answerType, Decoder<T> decoder, CompletableFuture<T> result) {
    void complete(ByteBuffer body) throws ProtocolException {
      result.complete(decoder.read(body));
    }
  }

  private final Path socket;
  private final SocketChannel channel;
  private final FrameWriter writer;
  private final Map<Integer, Pending<?>> pending = new ConcurrentHashMap<>();
  private final Map<Integer, ClientHandle> handles = new ConcurrentHashMap<>();
  private final AtomicInteger nextRequest = new AtomicInteger();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread hook = new Thread(this::leaveAtExit, "evs-client-shutdown");
  private final CompletableFuture<Welcome> welcomed = new CompletableFuture<>();
  private volatile Optional<EvsException> ended = Optional.empty();

  private EvsClient(Path socket, SocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
    this.writer = new FrameWriter(channel);
  }

  /**
   * Connects to the daemon that serves a socket.
   *
   * @throws EvsException TRY_AGAIN if no daemon serves it, ACCESS if this user may not, TIMEOUT if
   *     it does not answer in 5 s, LIBRARY if it is not an evs node or of another protocol version
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
    EvsClient client = new EvsClient(socket, open(socket, patienceNanos));
    start("evs-client-read", client.new Incoming().reader());
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

  private static SocketChannel open(Path socket, long patienceNanos) {
    SocketFolder.refuseImpostor(socket);
    try {
      return LocalSocket.connect(socket, patienceNanos);
    } catch (SocketTimeoutException late) {
      throw silent(socket, patienceNanos, late);
    } catch (IOException error) {
      boolean denied =
          String.valueOf(error.getMessage()).contains("Permission denied")
              || (Files.exists(socket) && !Files.isWritable(socket));
      if (denied) {
        throw new EvsException(
            EvsException.Code.ACCESS,
            "this user may not connect to "
                + socket
                + ": see ipc.mode of the node, and the permissions of the folder",
            error);
      }
      throw new EvsException(
          EvsException.Code.TRY_AGAIN,
          removed(socket).orElse("no evs node serves " + socket + ": start one with evs node"),
          error);
    }
  }

  /**
   * A sentence for people if a socket that cannot be connected to was removed while the process
   * that served it runs on; empty if there is no such process. Any thread; reads a file.
   */
  public static Optional<String> removed(Path socket) {
    OptionalLong owner = LockFile.livingOwner(socket);
    return owner.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "process "
                + owner.getAsLong()
                + " served "
                + socket
                + ", which is gone: wait "
                + SocketWatch.LOOK_EVERY_SECONDS
                + " s until it is created again, or start that evs node again");
  }

  private static Thread start(String name, Runnable body) {
    Thread thread = DaemonThreads.of(name, body);
    thread.start();
    return thread;
  }

  private void hello(String name) {
    writer.put(
        Protocol.HELLO_MAX_BYTES,
        true,
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
    public void welcome(Welcome welcome) {
      welcomed.complete(welcome);
    }

    @Override
    public void answer(byte type, int request, ByteBuffer body) throws ProtocolException {
      Pending<?> waiting = pending.remove(request);
      if (waiting == null) {
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
    public @Nullable ClientHandle handle(int id) {
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

  private <T> T request(byte type, byte answerType, Consumer<ByteBuffer> body, Decoder<T> decoder) {
    return request(type, answerType, body, decoder, ANSWER_WAIT_NANOS);
  }

  private <T> T request(
      byte type, byte answerType, Consumer<ByteBuffer> body, Decoder<T> decoder, long waitNanos) {
    CompletableFuture<T> result = new CompletableFuture<>();
    int request = nextRequest.incrementAndGet();
    pending.put(request, new Pending<>(answerType, decoder, result));
    try {
      // A request made after the end fails here; earlier ones are failed by the reading thread.
      ended.ifPresent(EvsClient::raise);
      send(type, request, body);
      return await(result, waitNanos);
    } finally {
      pending.remove(request);
    }
  }

  private void send(byte type, int request, Consumer<ByteBuffer> body) {
    writer.put(
        Protocol.HEADER_BYTES + Protocol.PING_MAX_BYTES + Protocol.GROUPS_MAX_BYTES,
        true,
        to -> {
          int start = Wire.begin(to, type, request);
          body.accept(to);
          Wire.end(to, start, 0);
        });
  }

  /** Sends a message whose delivery is answered; waits while there is no room for it. */
  void sendTold(
      int handle,
      Guarantee guarantee,
      List<Group> groups,
      byte[] payload,
      CompletableFuture<Delivered> delivered) {
    int request = nextRequest.incrementAndGet();
    pending.put(request, new Pending<>(Protocol.DELIVERED, EventCodec::readDelivered, delivered));
    try {
      ended.ifPresent(EvsClient::raise);
      writer.put(
          Protocol.HEADER_BYTES + Integer.BYTES + 1 + Protocol.GROUPS_MAX_BYTES + payload.length,
          true,
          to -> {
            int start = Wire.begin(to, Protocol.MULTICAST_TOLD, request);
            to.putInt(handle).put((byte) guarantee.ordinal());
            Wire.putGroups(to, groups);
            to.put(payload);
            Wire.end(to, start, 0);
          });
    } catch (EvsException notSent) {
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
      throw silent(socket, nanos, late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof EvsException reason) {
        raise(reason);
      }
      throw new EvsException(
          EvsException.Code.LIBRARY, "internal fault: " + failed.getCause(), failed.getCause());
    }
  }

  private static EvsException silent(Path socket, long nanos, Exception late) {
    return new EvsException(
        EvsException.Code.TIMEOUT,
        "the evs node at "
            + socket
            + " did not answer in "
            + TimeUnit.NANOSECONDS.toSeconds(nanos)
            + " s",
        late);
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
    return request(
        type,
        Protocol.OPENED,
        to -> to.putInt(Protocol.DEFAULT_WINDOW_BYTES),
        from -> {
          int id = Wire.getInt(from);
          ClientHandle handle =
              new ClientHandle(this, writer, id, Wire.getMember(from), listener, executor);
          handles.put(id, handle);
          return handle;
        });
  }

  void changeGroups(byte type, int handle, List<Group> groups) {
    request(
        type,
        Protocol.DONE,
        to -> {
          to.putInt(handle);
          Wire.putGroups(to, groups);
        },
        EvsClient::nothing);
  }

  /** The application closed a handle; the daemon is told behind what was sent. */
  void closed(ClientHandle handle) {
    if (handles.remove(handle.id()) != null && ended.isEmpty()) {
      try {
        send(Protocol.CLOSE, 0, to -> to.putInt(handle.id()));
      } catch (EvsException endedMeanwhile) {
        // Then it is closed there too.
        return;
      }
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
          return members.isEmpty()
              ? Optional.empty()
              : Optional.of(new Configuration(ring, members, local));
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
    int millis = (int) Math.min(patience.toMillis(), Integer.MAX_VALUE);
    String document =
        askForText(Protocol.STATUS_ALL, Protocol.STATUS_ALL_IS, to -> to.putInt(millis));
    try {
      return StatusJson.readAll(document);
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  private String askForText(byte type, byte answerType, Consumer<ByteBuffer> body) {
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
    request(Protocol.PING, Protocol.PONG, to -> {}, EvsClient::nothing, waitNanos);
  }

  private Welcome welcome() {
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
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      close(CLOSE_LIMIT);
    } catch (EvsException notSent) {
      LoggerFactory.getLogger(EvsClient.class).warn("{}", notSent.getMessage());
    }
  }

  @Override
  public void close(Duration limit) {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      leave(limit);
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // It runs, or has run.
        closed.set(true);
      }
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

  private void leave(Duration limit) {
    try {
      List.copyOf(handles.values()).forEach(ClientHandle::close);
      ping(limit.toNanos());
    } catch (EvsException failed) {
      if (failed.code() == EvsException.Code.TIMEOUT) {
        throw new EvsException(
            EvsException.Code.TIMEOUT,
            "the evs node at "
                + socket
                + " did not take everything within "
                + limit.toMillis()
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
