package io.evs.ipc;

import io.evs.Delivered;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.ipc.frame.EventCodec;
import io.evs.ipc.frame.Greeting;
import io.evs.ipc.frame.GroupsCache;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.frame.Replies;
import io.evs.ipc.frame.Wire;
import io.evs.ipc.socket.IpcSettings;
import io.evs.node.RelayHandle;
import io.evs.node.StatusAgent;
import io.evs.node.handle.ControlGroups;
import io.evs.text.PlainText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves the frames of one client, one after the other. A frame that has to wait (for room in the
 * send queue, for the member's answer, for room to answer) makes only its own client wait.
 */
final class RequestHandler {
  private static final int WINDOW_MIN_BYTES = 64 << 10;
  private static final int LARGE_BYTES = 16 << 10;

  /** Messages of one client whose delivery is to be told and has not been yet. */
  static final int TOLD_MAX = 1024;

  /**
   * What such a message costs beside its bytes, which the send queue counts: more than its answer.
   */
  static final int TOLD_BYTES = 256;

  private static final String OPERATOR_REFUSAL = "this user may not administer the node";

  private static final String CONTROL_REFUSAL =
      "groups that begin with "
          + ControlGroups.CONTROL_PREFIX
          + " are the node's own: only root, the node's user and those of ipc.admin_uids may use"
          + " them";

  private final Connection connection;
  private final ServerLoop loop;
  private final ServedNode served;
  private final UserQuota quota;
  private final GroupsCache groupsCache = new GroupsCache();
  private boolean waitsForAnswer;
  private boolean waitsForRoom;
  private boolean surveyed;
  private int told;
  private int nextHandle = 1;
  private long pid;
  private int version;
  private final LockRequests locks;

  RequestHandler(Connection connection, ServerLoop loop, UserQuota quota) {
    this.connection = connection;
    this.quota = quota;
    this.loop = loop;
    this.served = loop.served();
    this.locks = new LockRequests(connection, loop, quota);
  }

  /** Whether the next frame may be looked at. */
  boolean mayGoOn() {
    return !waitsForAnswer && !locks.isFull();
  }

  LockRequests locks() {
    return locks;
  }

  /**
   * Serves a frame, from its type on.
   *
   * @return false if it must be served again later
   */
  boolean serve(ByteBuffer frame) throws ProtocolException {
    if (!mayGoOn()) {
      return false;
    }
    byte type = frame.get();
    int id = frame.getInt();
    if (connection.isNew()) {
      hello(type, frame);
      return true;
    }
    switch (type) {
      case Protocol.MULTICAST, Protocol.MULTICAST_JOINED -> {
        return multicast(type, id, frame);
      }
      case Protocol.CREDIT -> credit(id, frame);
      default -> {
        return connection.mayAnswer() && request(type, id, frame);
      }
    }
    return true;
  }

  private void hello(byte type, ByteBuffer frame) throws ProtocolException {
    if (type != Protocol.HELLO || frame.remaining() < 6 || frame.getInt() != Protocol.MAGIC) {
      throw new ProtocolException("this is the socket of an evs node: begin with HELLO");
    }
    version = Wire.getUnsignedShort(frame);
    if (version < 1 || version > Protocol.VERSION) {
      throw new ProtocolException(
          "this daemon speaks protocol version "
              + Protocol.VERSION
              + ", not "
              + version
              + ": use a client of the same release");
    }
    pid = Wire.getUnsignedInt(frame);
    String name = PlainText.of(Wire.getText(frame, Protocol.NAME_MAX_BYTES));
    end(frame);
    connection.greeted(name, pid);
    Greeting greeting =
        new Greeting(
            ProcessHandle.current().pid(),
            served.node().id(),
            served.node().name(),
            served.node().ringName(),
            served.queueBytes());
    connection.out().putLast(Replies.welcome(greeting, version, IpcSettings.HANDLES_MAX));
  }

  private static void end(ByteBuffer frame) throws ProtocolException {
    if (frame.hasRemaining()) {
      throw new ProtocolException("a frame has " + frame.remaining() + " bytes too many");
    }
  }

  private ServedHandle handle(int id) throws ProtocolException {
    ServedHandle handle = connection.handles().get(id);
    if (handle == null) {
      throw new ProtocolException("handle " + Integer.toUnsignedString(id) + " is not open");
    }
    return handle;
  }

  /** A message that has to wait for room stays where it was read, which counts for its user. */
  private boolean multicast(byte type, int id, ByteBuffer frame) throws ProtocolException {
    RelayHandle relay = handle(id).relay();
    boolean safe = EventCodec.guarantee(Wire.getByte(frame)).effective() == Guarantee.SAFE;
    List<Group> groups = type == Protocol.MULTICAST ? groupsCache.read(frame) : relay.joined();
    checkSizes(frame, groups);
    if (groups.isEmpty() || relay.isLost()) {
      // The client is told why when it gets to the end of the handle's events.
      return true;
    }
    if (!mayUse(groups)) {
      connection.end(new EvsException(EvsException.Code.ACCESS, CONTROL_REFUSAL));
      return true;
    }
    if (hasRoom(relay, groups, frame) && accepted(relay, safe, groups, Wire.getRest(frame))) {
      waitsForRoom = false;
      return true;
    }
    waitForRoom();
    return false;
  }

  /** Asked before a payload is copied that is large, or was refused before, again and again. */
  private boolean hasRoom(RelayHandle relay, List<Group> groups, ByteBuffer payload) {
    return (!waitsForRoom && payload.remaining() < LARGE_BYTES)
        || relay.hasRoom(groups.size(), payload.remaining());
  }

  private void waitForRoom() {
    waitsForRoom = true;
    loop.waitForRoom(connection);
  }

  /** A message that cannot be sent any more, because the node ends, is not waited for. */
  private static boolean accepted(
      RelayHandle relay, boolean safe, List<Group> groups, byte[] payload) {
    try {
      return relay.offer(safe, groups, payload);
    } catch (EvsException nodeEnds) {
      return true;
    }
  }

  private static void checkSizes(ByteBuffer frame, List<Group> groups) throws ProtocolException {
    if (frame.remaining() > Evs.MESSAGE_MAX_BYTES) {
      throw new ProtocolException(
          "a message of " + frame.remaining() + " bytes; use at most 1 MiB");
    }
    if (groups.size() > Evs.GROUPS_MAX) {
      throw new ProtocolException(
          "a message to " + groups.size() + " groups; use at most " + Evs.GROUPS_MAX);
    }
  }

  /** A message whose delivery is answered, behind the handle's events that come before it. */
  private boolean multicastTold(int id, ByteBuffer frame) throws ProtocolException {
    ServedHandle handle = handle(Wire.getInt(frame));
    RelayHandle relay = handle.relay();
    boolean safe = EventCodec.guarantee(Wire.getByte(frame)).effective() == Guarantee.SAFE;
    List<Group> groups = Wire.getGroups(frame);
    checkSizes(frame, groups);
    if (told >= TOLD_MAX) {
      return false;
    }
    try {
      checkAlive(relay);
      checkMayUse(groups);
      return submitTold(id, handle, safe, groups, frame);
    } catch (EvsException refused) {
      failed(id, refused);
      return true;
    }
  }

  private boolean submitTold(
      int id, ServedHandle handle, boolean safe, List<Group> groups, ByteBuffer payload) {
    if (!quota.take(connection.peer(), UserQuota.Resource.UNREAD_BYTES, TOLD_BYTES)) {
      throw refused(UserQuota.Resource.UNREAD_BYTES);
    }
    RelayHandle relay = handle.relay();
    boolean accepted = false;
    try {
      accepted =
          hasRoom(relay, groups, payload)
              && relay.offerTold(safe, groups, Wire.getRest(payload), answering(id, handle));
    } finally {
      if (!accepted) {
        quota.give(connection.peer(), UserQuota.Resource.UNREAD_BYTES, TOLD_BYTES);
      }
    }
    if (!accepted) {
      waitForRoom();
      return false;
    }
    waitsForRoom = false;
    told++;
    return true;
  }

  /** Its answer, behind the events before it; the client's other frames are served meanwhile. */
  private CompletableFuture<Delivered> answering(int id, ServedHandle handle) {
    CompletableFuture<Delivered> delivered = new CompletableFuture<>();
    delivered.whenComplete(
        (place, failure) -> {
          byte[] answer =
              failure instanceof EvsException reason
                  ? EventCodec.reason(Protocol.FAILED, id, reason.code(), reason.getMessage())
                  : EventCodec.delivered(id, place);
          long behind = handle.relay().given();
          loop.execute(() -> handle.answer(behind, () -> tell(answer)));
        });
    return delivered;
  }

  private void tell(byte[] answer) {
    told--;
    quota.give(connection.peer(), UserQuota.Resource.UNREAD_BYTES, TOLD_BYTES);
    if (connection.isOpen()) {
      connection.answer(answer);
    }
  }

  private static void checkAlive(RelayHandle relay) {
    if (relay.isLost()) {
      throw new EvsException(EvsException.Code.LIBRARY, "the handle was disconnected");
    }
  }

  private void checkMayUse(List<Group> groups) {
    if (!mayUse(groups)) {
      throw new EvsException(EvsException.Code.ACCESS, CONTROL_REFUSAL);
    }
  }

  /** The name of a group decides what it is for, and who the client is whether it may use that. */
  private boolean mayUse(List<Group> groups) {
    if (connection.peer().administers()) {
      return true;
    }
    for (Group each : groups) {
      if (ControlGroups.isControl(each)) {
        return false;
      }
    }
    return true;
  }

  private void credit(int id, ByteBuffer frame) throws ProtocolException {
    long bytes = Wire.getUnsignedInt(frame);
    end(frame);
    ServedHandle handle = connection.handles().get(id);
    if (handle != null) {
      handle.grant(bytes);
      connection.hasEvents(handle);
    }
  }

  private boolean request(byte type, int id, ByteBuffer frame) throws ProtocolException {
    switch (type) {
      case Protocol.OPEN, Protocol.OPEN_OPERATOR -> open(type, id, frame);
      case Protocol.CLOSE -> close(id, frame);
      case Protocol.JOIN, Protocol.LEAVE -> {
        return change(type, id, frame);
      }
      case Protocol.MEMBERSHIP -> {
        end(frame);
        connection
            .out()
            .putLast(Replies.membership(id, served.node().id(), served.node().configuration()));
      }
      case Protocol.GROUPS -> {
        end(frame);
        later(id, () -> Replies.groups(id, served.node().groups()));
      }
      case Protocol.STATUS -> {
        end(frame);
        later(id, () -> Replies.text(Protocol.STATUS_IS, id, served.status().get()));
      }
      case Protocol.STATUS_ALL -> statusAll(id, frame);
      case Protocol.EVENTS -> events(id, frame);
      case Protocol.CONTROL -> control(id, frame);
      case Protocol.FLIGHT -> flight(id, frame);
      case Protocol.MULTICAST_TOLD -> {
        return multicastTold(id, frame);
      }
      case Protocol.PING -> ping(id, frame);
      case Protocol.LOCKS_OPEN -> {
        end(frame);
        later(id, () -> locks.open(id, version, pid));
      }
      default -> {
        if (!locks.serve(type, id, frame)) {
          throw new ProtocolException(
              "frame type 0x" + Integer.toHexString(type & 0xff) + " is not known");
        }
      }
    }
    return true;
  }

  private void events(int id, ByteBuffer frame) throws ProtocolException {
    long after = Wire.getLong(frame);
    long most = Wire.getUnsignedInt(frame);
    end(frame);
    later(
        id,
        () ->
            Replies.text(
                Protocol.EVENTS_ARE, id, served.node().journal().history().page(after, most)));
  }

  private void control(int id, ByteBuffer frame) throws ProtocolException {
    byte what = Wire.getByte(frame);
    String text = Wire.getText(frame, Protocol.NAME_MAX_BYTES);
    end(frame);
    if (!connection.peer().administers()) {
      failed(id, new EvsException(EvsException.Code.ACCESS, OPERATOR_REFUSAL));
    } else if (what == Protocol.CONTROL_LEAVE) {
      later(id, () -> obeyed(id, () -> loop.control().leave()));
    } else if (what == Protocol.CONTROL_LOG_LEVEL) {
      later(id, () -> obeyed(id, () -> loop.control().logLevel(text)));
    } else {
      throw new ProtocolException("order " + what + " is not known");
    }
  }

  private void flight(int id, ByteBuffer frame) throws ProtocolException {
    end(frame);
    if (connection.peer().administers()) {
      later(id, () -> Replies.text(Protocol.FLIGHT_IS, id, StatusAgent.flightOf(served.node())));
    } else {
      failed(id, new EvsException(EvsException.Code.ACCESS, OPERATOR_REFUSAL));
    }
  }

  private static byte[] obeyed(int id, Runnable order) {
    order.run();
    return Replies.done(id);
  }

  private void open(byte type, int id, ByteBuffer frame) throws ProtocolException {
    long window = Wire.getUnsignedInt(frame);
    end(frame);
    if (window != 0 && window < WINDOW_MIN_BYTES) {
      throw new ProtocolException("a window of " + window + " bytes; use 65536 or more, or 0");
    }
    if (connection.handles().size() >= IpcSettings.HANDLES_MAX) {
      failed(
          id,
          new EvsException(
              EvsException.Code.NO_RESOURCES,
              IpcSettings.HANDLES_MAX + " handles of this client are open; close some"));
      return;
    }
    boolean operates = type == Protocol.OPEN_OPERATOR;
    if (operates && !connection.peer().administers()) {
      failed(id, new EvsException(EvsException.Code.ACCESS, OPERATOR_REFUSAL));
      return;
    }
    if (!quota.take(connection.peer(), UserQuota.Resource.HANDLES, 1)) {
      failed(id, refused(UserQuota.Resource.HANDLES));
      return;
    }
    ServedHandle handle = new ServedHandle(nextHandle++, connection, window);
    waitsForAnswer = true;
    served.slowRequests().execute(() -> openNow(id, handle, operates));
  }

  private void openNow(int id, ServedHandle handle, boolean operates) {
    Consumer<EvsException> onLost =
        reason -> {
          if (reason.code() == EvsException.Code.NO_RESOURCES) {
            loop.execute(() -> loop.slow(handle, reason));
          }
        };
    try {
      RelayHandle relay =
          operates
              ? served
                  .node()
                  .openOperatorRelay(pid, served.queueBytes(), connection.owner(), onLost)
              : served.node().openRelay(pid, served.queueBytes(), connection.owner(), onLost);
      relay.onReadable(() -> loop.readied(handle));
      loop.execute(() -> opened(id, handle, relay));
    } catch (EvsException refused) {
      byte[] failed = EventCodec.reason(Protocol.FAILED, id, refused.code(), refused.getMessage());
      quota.give(connection.peer(), UserQuota.Resource.HANDLES, 1);
      loop.execute(() -> answered(failed));
    }
  }

  private void opened(int id, ServedHandle handle, RelayHandle relay) {
    handle.relay(relay);
    if (!connection.isOpen()) {
      closed(handle);
      relay.processGone();
      return;
    }
    connection.handles().put(handle.id(), handle);
    answered(Replies.opened(id, handle.id(), relay.self()));
    // Events may have come before anyone was to be told of them.
    connection.hasEvents(handle);
  }

  private void close(int id, ByteBuffer frame) throws ProtocolException {
    ServedHandle handle = handle(Wire.getInt(frame));
    end(frame);
    connection.closeHandle(handle);
    done(id);
  }

  /** A handle is closed: its user holds less. */
  void closed(ServedHandle handle) {
    handle.closed();
    quota.give(connection.peer(), UserQuota.Resource.HANDLES, 1);
    quota.give(connection.peer(), UserQuota.Resource.MEMBERSHIPS, handle.relay().joined().size());
  }

  private EvsException refused(UserQuota.Resource resource) {
    return new EvsException(
        EvsException.Code.NO_RESOURCES, quota.refusal(connection.peer(), resource));
  }

  private boolean join(RelayHandle relay, List<Group> groups) {
    int before = relay.joined().size();
    long fresh = groups.stream().distinct().filter(each -> !relay.joined().contains(each)).count();
    if (!quota.take(connection.peer(), UserQuota.Resource.MEMBERSHIPS, fresh)) {
      throw refused(UserQuota.Resource.MEMBERSHIPS);
    }
    try {
      return relay.offerJoin(groups);
    } finally {
      long more = relay.joined().size() - before;
      quota.give(connection.peer(), UserQuota.Resource.MEMBERSHIPS, fresh - more);
    }
  }

  private boolean leave(RelayHandle relay, List<Group> groups) {
    int before = relay.joined().size();
    boolean accepted = relay.offerLeave(groups);
    quota.give(connection.peer(), UserQuota.Resource.MEMBERSHIPS, before - relay.joined().size());
    return accepted;
  }

  private boolean change(byte type, int id, ByteBuffer frame) throws ProtocolException {
    RelayHandle relay = handle(Wire.getInt(frame)).relay();
    List<Group> groups = Wire.getGroups(frame);
    end(frame);
    try {
      checkAlive(relay);
      checkMayUse(groups);
      boolean accepted = type == Protocol.JOIN ? join(relay, groups) : leave(relay, groups);
      if (!accepted) {
        loop.waitForRoom(connection);
        return false;
      }
      done(id);
    } catch (EvsException refused) {
      failed(id, refused);
    }
    return true;
  }

  /** All members are asked; meanwhile the client's other frames are served. */
  private void statusAll(int id, ByteBuffer frame) throws ProtocolException {
    Duration patience = Duration.ofMillis(Wire.getUnsignedInt(frame));
    end(frame);
    if (surveyed) {
      failed(
          id,
          new EvsException(
              EvsException.Code.TRY_AGAIN,
              "all members are being asked for this client already; wait for the answer"));
      return;
    }
    surveyed = true;
    served
        .survey()
        .ask(patience)
        .whenComplete(
            (json, failure) -> {
              byte[] answer =
                  failure instanceof EvsException reason
                      ? EventCodec.reason(Protocol.FAILED, id, reason.code(), reason.getMessage())
                      : Replies.text(Protocol.STATUS_ALL_IS, id, json);
              loop.execute(
                  () -> {
                    surveyed = false;
                    if (connection.isOpen()) {
                      connection.answer(answer);
                    }
                  });
            });
  }

  private void ping(int id, ByteBuffer frame) throws ProtocolException {
    if (frame.remaining() > Protocol.PING_MAX_BYTES) {
      throw new ProtocolException("a ping of " + frame.remaining() + " bytes; use at most 1024");
    }
    byte[] echo = Wire.getRest(frame);
    ByteBuffer to = connection.out().buffer();
    int start = Wire.begin(to, Protocol.PONG, id);
    Wire.end(to, start, echo.length);
    connection.out().putLast(echo);
  }

  private void done(int id) {
    ByteBuffer to = connection.out().buffer();
    Wire.end(to, Wire.begin(to, Protocol.DONE, id), 0);
  }

  private void failed(int id, EvsException reason) {
    connection
        .out()
        .putLast(EventCodec.reason(Protocol.FAILED, id, reason.code(), reason.getMessage()));
  }

  /** Lets another thread wait for the member; the client's next frame waits meanwhile. */
  private void later(int id, Supplier<byte[]> answer) {
    waitsForAnswer = true;
    served
        .slowRequests()
        .execute(
            () -> {
              byte[] frame;
              try {
                frame = answer.get();
              } catch (EvsException failed) {
                frame = EventCodec.reason(Protocol.FAILED, id, failed.code(), failed.getMessage());
              } catch (RuntimeException fault) {
                // Whoever asked waits, and nothing else of it is served meanwhile.
                frame =
                    EventCodec.reason(
                        Protocol.FAILED,
                        id,
                        EvsException.Code.LIBRARY,
                        "internal fault of the node: " + fault);
              }
              byte[] done = frame;
              loop.execute(() -> answered(done));
            });
  }

  private void answered(byte[] frame) {
    waitsForAnswer = false;
    if (connection.isOpen()) {
      connection.answer(frame);
      loop.resume(connection);
    }
  }
}
