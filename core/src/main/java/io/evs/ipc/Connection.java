package io.evs.ipc;

import io.evs.EvsException;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.InBuffer;
import io.evs.ipc.frame.OutBuffer;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.node.flow.RelayOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its socket, what was read of it and not served yet, its handles. Server thread. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** What one read takes at most. */
  static final int READ_MAX_BYTES = 256 << 10;

  private static final int PUMP_ROUNDS_MAX = 8;
  private static final long HELLO_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long FRAME_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long ENDING_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final byte[] NOTHING = {};

  /** What an answer that waits costs beside its bytes. */
  private static final int ANSWER_BYTES = 48;

  private enum State {
    NEW,
    OPEN,
    ENDING,
    CLOSED
  }

  private final ServerLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final OutBuffer out;
  private final Peer peer;
  private final UserQuota quota;
  private final RequestHandler requests;
  private final Map<Integer, ServedHandle> handles = new HashMap<>();
  private final ArrayDeque<ServedHandle> withEvents = new ArrayDeque<>();
  private State state = State.NEW;
  private final InBuffer unserved;
  private long frameSince;
  private boolean paused;
  private byte[] farewell = NOTHING;
  private final ArrayDeque<byte[]> answers = new ArrayDeque<>();
  private long unreadBytes;
  private long deadline = System.nanoTime() + HELLO_WAIT_NANOS;
  private long writtenAt = System.nanoTime();
  private Optional<EvsException> tooSlow = Optional.empty();
  private String client = "a client that did not say its name";

  /** Whether it is in the loop's row of connections to pump. */
  boolean scheduled;

  Connection(
      ServerLoop loop,
      SocketChannel channel,
      SelectionKey key,
      Peer peer,
      UserQuota quota,
      OutBuffer.Pool pool) {
    this.loop = loop;
    this.channel = channel;
    this.key = key;
    this.peer = peer;
    this.quota = quota;
    this.out = new OutBuffer(pool);
    this.unserved = new InBuffer(new Budget());
    this.requests = new RequestHandler(this, loop, quota);
  }

  /** What this connection keeps counts for its user. */
  private final class Budget implements InBuffer.Budget {
    @Override
    public boolean take(long bytes) {
      return quota.take(peer, UserQuota.Resource.UNSERVED_BYTES, bytes);
    }

    @Override
    public void give(long bytes) {
      quota.give(peer, UserQuota.Resource.UNSERVED_BYTES, bytes);
    }
  }

  Peer peer() {
    return peer;
  }

  /** Whose part of the node's receive queues it uses. */
  RelayOwner owner() {
    return new RelayOwner(peer.user(), peer.administers());
  }

  OutBuffer out() {
    return out;
  }

  Map<Integer, ServedHandle> handles() {
    return handles;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  boolean isNew() {
    return state == State.NEW;
  }

  /** The client has said who it is. */
  void greeted(String name, long pid) {
    client = "client " + name + " (pid " + pid + ")";
    state = State.OPEN;
    deadline = Long.MAX_VALUE;
    LOG.debug("{} connected", client);
  }

  // ---- reading

  /** The socket has something to read, or its end. */
  void readable(ByteBuffer in) throws IOException {
    ByteBuffer read;
    try {
      read = unserved.read(channel, in, READ_MAX_BYTES);
    } catch (ProtocolException noMemory) {
      end(new EvsException(EvsException.Code.NO_RESOURCES, noMemory.getMessage()));
      updateInterest();
      return;
    }
    if (read == null) {
      close();
      return;
    }
    serve(read);
  }

  /** Serves what was read before, if what it waited for has come. */
  void resume(ByteBuffer in) {
    if (state == State.OPEN && requests.mayGoOn() && !unserved.isEmpty()) {
      serve(unserved.waiting());
    }
    updateInterest();
  }

  private void serve(ByteBuffer in) {
    paused = false;
    try {
      while (state == State.NEW || state == State.OPEN) {
        if (in.remaining() < Integer.BYTES) {
          break;
        }
        int start = in.position();
        int length = in.getInt(start);
        checkLength(length);
        if (in.remaining() < Integer.BYTES + length) {
          break;
        }
        int end = in.limit();
        in.position(start + Integer.BYTES).limit(start + Integer.BYTES + length);
        boolean served = requests.serve(in);
        in.limit(end);
        if (!served) {
          in.position(start);
          paused = true;
          break;
        }
        in.position(start + Integer.BYTES + length);
        frameSince = System.nanoTime();
      }
      keep(in);
    } catch (ProtocolException broken) {
      end(new EvsException(EvsException.Code.INVALID_PARAM, broken.getMessage()));
    }
    updateInterest();
    loop.schedule(this);
  }

  private void checkLength(int length) throws ProtocolException {
    int most = state == State.NEW ? Protocol.HELLO_MAX_BYTES : Protocol.CLIENT_FRAME_MAX_BYTES;
    if (length < Protocol.LENGTH_MIN || length > most) {
      throw new ProtocolException(
          "a frame of "
              + Integer.toUnsignedString(length)
              + " bytes; this daemon takes "
              + Protocol.LENGTH_MIN
              + " to "
              + most
              + " here: see docs/ipc.md");
    }
  }

  private void keep(ByteBuffer in) throws ProtocolException {
    if (state == State.ENDING || state == State.CLOSED) {
      unserved.release();
      return;
    }
    if (unserved.isEmpty()) {
      frameSince = System.nanoTime();
    }
    unserved.keep(in);
  }

  private void updateInterest() {
    if (!key.isValid()) {
      return;
    }
    boolean reads = state == State.NEW || (state == State.OPEN && !paused && requests.mayGoOn());
    int ops = (reads ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE);
    if (key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  // ---- writing

  /** A handle may have events. */
  void hasEvents(ServedHandle handle) {
    if (state == State.OPEN && !handle.queued && handles.containsKey(handle.id())) {
      handle.queued = true;
      withEvents.add(handle);
      loop.schedule(this);
    }
  }

  /**
   * The answer to a request that had to wait, of which there are few; it goes before events. If the
   * user's clients leave too many unread, the answer is that.
   */
  void answer(byte[] frame) {
    if (keeps(frame.length + ANSWER_BYTES)) {
      answers.add(frame);
    } else {
      String sentence = quota.refusal(peer, UserQuota.Resource.UNREAD_BYTES);
      int id = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(Protocol.ID_AT);
      answers.add(EventCodec.reason(Protocol.FAILED, id, EvsException.Code.NO_RESOURCES, sentence));
    }
    loop.schedule(this);
  }

  /** Counts bytes that are kept until the client has read them; false if there are too many. */
  private boolean keeps(long bytes) {
    boolean fits = quota.take(peer, UserQuota.Resource.UNREAD_BYTES, bytes);
    unreadBytes += fits ? bytes : 0;
    return fits;
  }

  private void answersAreRead() {
    quota.give(peer, UserQuota.Resource.UNREAD_BYTES, unreadBytes);
    unreadBytes = 0;
  }

  /** Whether a request may be answered. */
  boolean mayAnswer() {
    return answers.isEmpty() && out.hasRoom();
  }

  /** The socket takes more. */
  void writable(ByteBuffer in) throws IOException {
    pump(in);
  }

  /** Writes events, as many as the socket takes, but not forever. */
  void pump(ByteBuffer in) throws IOException {
    for (int round = 0; round < PUMP_ROUNDS_MAX; round++) {
      if (state == State.CLOSED) {
        return;
      }
      fill();
      if (out.isEmpty()) {
        break;
      }
      if (!flush()) {
        updateInterest();
        return;
      }
    }
    if (state == State.ENDING && out.isEmpty() && farewell.length == 0) {
      close();
      return;
    }
    if (paused) {
      resume(in);
    }
    updateInterest();
    if (!withEvents.isEmpty()) {
      loop.schedule(this);
    }
  }

  private boolean flush() throws IOException {
    long before = out.writtenBytes();
    boolean all = out.flush(channel);
    if (all || out.writtenBytes() != before) {
      writtenAt = System.nanoTime();
    }
    if (all && unreadBytes > 0 && answers.isEmpty()) {
      answersAreRead();
    }
    return all;
  }

  /** Whether the client reads nothing at all, rather than slowly. */
  private boolean isStuck() {
    return !out.isEmpty() && System.nanoTime() - writtenAt > STUCK_NANOS;
  }

  private void fill() {
    if (state == State.ENDING) {
      if (farewell.length > 0 && out.hasRoom()) {
        out.putLast(farewell);
        farewell = NOTHING;
      }
      return;
    }
    while (!answers.isEmpty() && out.hasRoom()) {
      out.putLast(answers.remove());
    }
    while (out.hasRoom() && !withEvents.isEmpty()) {
      ServedHandle handle = withEvents.remove();
      handle.looking();
      if (handle.pump(out) == ServedHandle.Pumped.NO_ROOM) {
        // Others first, the next time.
        withEvents.add(handle);
      } else {
        handle.queued = false;
      }
    }
  }

  // ---- ending

  /** A handle's queue was full: its stream ends here, and the connection if it is not read. */
  void slow(ServedHandle handle, EvsException reason) throws IOException {
    if (state != State.OPEN || !handles.containsKey(handle.id())) {
      return;
    }
    flush();
    if (isStuck()) {
      endTooSlow(reason);
      return;
    }
    tooSlow = Optional.of(reason);
    loop.warn("a handle of " + client + " was disconnected: " + reason.getMessage());
    handle.cut(reason);
    hasEvents(handle);
  }

  private void endTooSlow(EvsException reason) {
    end(
        new EvsException(
            EvsException.Code.NO_RESOURCES, "the client reads too slowly: " + reason.getMessage()));
  }

  /**
   * Ends the connection with a reason, which is written if the client still reads. What is half
   * written then is no event of a handle's queue any more, and counts as an answer does. Locks that
   * it holds are given up when it was told, or when it has lost them by its own clock.
   */
  void end(EvsException reason) {
    if (state == State.ENDING || state == State.CLOSED) {
      return;
    }
    if (reason.code() == EvsException.Code.IN_SHUTDOWN) {
      LOG.debug("{} is told to go: {}", client, reason.getMessage());
    } else {
      loop.warn(client + " was disconnected: " + reason.getMessage());
    }
    state = State.ENDING;
    long untilLost = requests.locks().ends();
    deadline = System.nanoTime() + Math.max(ENDING_WAIT_NANOS, untilLost);
    closeHandles();
    unserved.release();
    answers.clear();
    if (!keeps(out.restBytes())) {
      close();
      return;
    }
    farewell = EventCodec.reason(Protocol.ERROR, 0, reason.code(), reason.getMessage());
    loop.schedule(this);
  }

  /** The client closed a handle. */
  void closeHandle(ServedHandle handle) {
    if (handles.remove(handle.id()) != null) {
      requests.closed(handle);
    }
    if (withEvents.remove(handle)) {
      handle.queued = false;
    }
    handle.relay().close();
  }

  private void closeHandles() {
    withEvents.clear();
    List<ServedHandle> all = new ArrayList<>(handles.values());
    handles.clear();
    all.forEach(
        handle -> {
          requests.closed(handle);
          handle.relay().processGone();
        });
  }

  /** Ends at once; groups are left in order. */
  void close() {
    if (state == State.CLOSED) {
      return;
    }
    if (state == State.OPEN) {
      LOG.debug("{} is gone", client);
    }
    state = State.CLOSED;
    requests.locks().gone();
    closeHandles();
    unserved.release();
    answers.clear();
    answersAreRead();
    out.release();
    key.cancel();
    try {
      channel.close();
    } catch (IOException gone) {
      LOG.debug("closing a socket: {}", gone.getMessage());
    }
    loop.closed(this);
  }

  /** Looks at the clock. */
  void tick(long now) {
    if (state == State.OPEN) {
      requests.locks().tick(now);
    }
    if (state == State.OPEN && tooSlow.isPresent()) {
      if (isStuck()) {
        endTooSlow(tooSlow.get());
      } else if (out.isEmpty()) {
        tooSlow = Optional.empty();
      }
    }
    if (state == State.OPEN
        && !paused
        && requests.mayGoOn()
        && !unserved.isEmpty()
        && now - frameSince > FRAME_WAIT_NANOS) {
      end(new EvsException(EvsException.Code.TIMEOUT, "a frame was not complete within 30 s"));
      return;
    }
    if (deadline == Long.MAX_VALUE || now - deadline < 0) {
      return;
    }
    if (state == State.NEW) {
      end(new EvsException(EvsException.Code.TIMEOUT, "no HELLO within 10 s"));
    } else {
      close();
    }
  }
}
