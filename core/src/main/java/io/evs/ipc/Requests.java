package io.evs.ipc;

import io.evs.Configuration;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.node.RelayHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Serves the frames of one client, one after the other. A frame that has to wait (for room in the
 * send queue, for the member's answer, for room to answer) makes only its own client wait.
 */
final class Requests {
  private static final int WINDOW_MIN_BYTES = 64 << 10;

  private final Connection connection;
  private final ServerLoop loop;
  private final Served served;
  private final GroupsCache groupsCache = new GroupsCache();
  private Optional<BooleanSupplier> waitingMessage = Optional.empty();
  private boolean waitsForAnswer;
  private boolean surveyed;
  private int nextHandle = 1;
  private long pid;

  Requests(Connection connection, ServerLoop loop) {
    this.connection = connection;
    this.loop = loop;
    this.served = loop.served();
  }

  /** The connection ends: nothing waits any more. */
  void drop() {
    waitingMessage = Optional.empty();
  }

  /** Whether the next frame may be looked at. */
  boolean mayGoOn() {
    if (waitingMessage.isPresent()) {
      if (!accepted(waitingMessage.get())) {
        loop.waitForRoom(connection);
        return false;
      }
      waitingMessage = Optional.empty();
    }
    return !waitsForAnswer;
  }

  /** A message that cannot be sent any more, because the node ends, is not waited for. */
  private static boolean accepted(BooleanSupplier offer) {
    try {
      return offer.getAsBoolean();
    } catch (EvsException nodeEnds) {
      return true;
    }
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
      case Protocol.MULTICAST, Protocol.MULTICAST_JOINED -> multicast(type, id, frame);
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
    int version = Wire.getUnsignedShort(frame);
    if (version != Protocol.VERSION) {
      throw new ProtocolException(
          "protocol version "
              + version
              + " is not spoken here but "
              + Protocol.VERSION
              + ": use a client of the same release");
    }
    pid = Wire.getUnsignedInt(frame);
    String name = Wire.getText(frame, Protocol.NAME_MAX_BYTES).replaceAll("\\p{Cntrl}", "?");
    end(frame);
    connection.greeted(name, pid);
    ByteBuffer to = connection.out().buffer();
    int start = Wire.begin(to, Protocol.WELCOME, 0);
    to.putShort((short) Protocol.VERSION);
    to.putInt((int) ProcessHandle.current().pid());
    to.putInt(served.node().id().value());
    Wire.putText(to, served.node().name(), Protocol.NAME_MAX_BYTES);
    Wire.putText(to, served.node().ringName(), Protocol.NAME_MAX_BYTES);
    to.putInt(io.evs.Evs.MESSAGE_MAX_BYTES);
    to.putInt(IpcSettings.HANDLES_MAX);
    to.putLong(served.queueBytes());
    Wire.end(to, start, 0);
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

  private void multicast(byte type, int id, ByteBuffer frame) throws ProtocolException {
    RelayHandle relay = handle(id).relay();
    boolean safe = EventCodec.guarantee(Wire.getByte(frame)).effective() == Guarantee.SAFE;
    List<Group> groups = type == Protocol.MULTICAST ? groupsCache.read(frame) : relay.joined();
    if (frame.remaining() > io.evs.Evs.MESSAGE_MAX_BYTES) {
      throw new ProtocolException(
          "a message of " + frame.remaining() + " bytes; use at most 1 MiB");
    }
    if (groups.isEmpty() || groups.size() > io.evs.Evs.GROUPS_MAX || relay.isLost()) {
      // The client is told why when it gets to the end of the handle's events.
      return;
    }
    byte[] payload = Wire.getRest(frame);
    BooleanSupplier offer = () -> relay.offer(safe, groups, payload);
    if (!accepted(offer)) {
      waitingMessage = Optional.of(offer);
      loop.waitForRoom(connection);
    }
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
        connection.out().putLast(membership(id, served.node().configuration()));
      }
      case Protocol.GROUPS -> {
        end(frame);
        later(id, () -> groups(id, served.node().groups()));
      }
      case Protocol.STATUS -> {
        end(frame);
        later(id, () -> text(Protocol.STATUS_IS, id, served.status().get()));
      }
      case Protocol.STATUS_ALL -> statusAll(id, frame);
      case Protocol.PING -> ping(id, frame);
      default ->
          throw new ProtocolException(
              "frame type 0x" + Integer.toHexString(type & 0xff) + " is not known");
    }
    return true;
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
    if (operates && !connection.mayAdminister()) {
      failed(
          id, new EvsException(EvsException.Code.ACCESS, "this user may not administer the node"));
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
              ? served.node().openOperatorRelay(pid, served.queueBytes(), onLost)
              : served.node().openRelay(pid, served.queueBytes(), onLost);
      relay.onReadable(() -> loop.readied(handle));
      loop.execute(() -> opened(id, handle, relay));
    } catch (EvsException refused) {
      byte[] failed = EventCodec.reason(Protocol.FAILED, id, refused.code(), refused.getMessage());
      loop.execute(() -> answered(failed));
    }
  }

  private void opened(int id, ServedHandle handle, RelayHandle relay) {
    handle.relay(relay);
    if (!connection.isOpen()) {
      relay.close();
      return;
    }
    connection.handles().put(handle.id(), handle);
    GroupMember self = relay.self();
    ByteBuffer to = allocate(12);
    int start = Wire.begin(to, Protocol.OPENED, id);
    to.putInt(handle.id());
    Wire.putMember(to, self);
    Wire.end(to, start, 0);
    answered(to.array());
    // Events may have come before anyone was to be told of them.
    connection.hasEvents(handle);
  }

  private void close(int id, ByteBuffer frame) throws ProtocolException {
    ServedHandle handle = handle(Wire.getInt(frame));
    end(frame);
    connection.closeHandle(handle);
    done(id);
  }

  private boolean change(byte type, int id, ByteBuffer frame) throws ProtocolException {
    RelayHandle relay = handle(Wire.getInt(frame)).relay();
    List<Group> groups = Wire.getGroups(frame);
    end(frame);
    try {
      if (relay.isLost()) {
        throw new EvsException(EvsException.Code.LIBRARY, "the handle was disconnected");
      }
      boolean accepted = type == Protocol.JOIN ? relay.offerJoin(groups) : relay.offerLeave(groups);
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
                      : text(Protocol.STATUS_ALL_IS, id, json);
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

  private static byte[] membership(int id, Configuration now) {
    ByteBuffer to = allocate(12 + 4 + Wire.nodesBytes(now.members()));
    int start = Wire.begin(to, Protocol.MEMBERSHIP_IS, id);
    Wire.putRing(to, now.ring());
    to.putInt(now.local().value());
    Wire.putNodes(to, now.members());
    Wire.end(to, start, 0);
    return to.array();
  }

  private static byte[] groups(int id, Map<Group, List<GroupMember>> all) {
    int bytes = Integer.BYTES;
    for (Map.Entry<Group, List<GroupMember>> each : all.entrySet()) {
      bytes += Short.BYTES + each.getKey().byteLength() + Wire.membersBytes(each.getValue());
    }
    ByteBuffer to = allocate(bytes);
    int start = Wire.begin(to, Protocol.GROUPS_ARE, id);
    to.putInt(all.size());
    all.forEach(
        (group, members) -> {
          Wire.putGroup(to, group);
          Wire.putMembers(to, members);
        });
    Wire.end(to, start, 0);
    return to.array();
  }

  private static byte[] text(byte type, int id, String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = allocate(text.length);
    int start = Wire.begin(to, type, id);
    to.put(text);
    Wire.end(to, start, 0);
    return to.array();
  }

  private static ByteBuffer allocate(int bodyBytes) {
    return ByteBuffer.allocate(Protocol.HEADER_BYTES + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
