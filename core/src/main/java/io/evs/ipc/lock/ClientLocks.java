package io.evs.ipc.lock;

import io.evs.EvsException;
import io.evs.ipc.frame.FrameWriter;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.ProtocolException;
import io.evs.ipc.frame.Wire;
import io.evs.lock.desk.LockDesk;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The desks of a connection to a daemon, and whose each frame about locks is. Any thread. */
public final class ClientLocks {
  private static final int FRAME_MAX_BYTES = Protocol.HEADER_BYTES + 128;

  private final FrameWriter writer;
  private final IntSupplier numbers;
  private final Map<Integer, ClientDesk> routes = new ConcurrentHashMap<>();
  private final Set<ClientDesk> desks = ConcurrentHashMap.newKeySet();
  private volatile Optional<EvsException> ended = Optional.empty();

  /**
   * The locks of a connection.
   *
   * @param numbers gives numbers of requests, each once
   */
  public ClientLocks(FrameWriter writer, IntSupplier numbers) {
    this.writer = writer;
    this.numbers = numbers;
  }

  /** LOCKS_OPENED: a desk at what the daemon has opened. */
  public LockDesk open(ByteBuffer body) throws ProtocolException {
    ClientDesk desk = new ClientDesk(this, Wire.getMember(body), Wire.getLong(body));
    desks.add(desk);
    ended.ifPresent(desk::ended);
    return desk;
  }

  /** Takes a frame of the daemon; false if it is not about locks. */
  public boolean take(byte type, int id, ByteBuffer body) throws ProtocolException {
    ClientDesk desk = routes.get(id);
    if (desk != null) {
      desk.take(type, id, body);
    }
    return desk != null;
  }

  /** The connection is over. */
  public void ended(EvsException reason) {
    ended = Optional.of(reason);
    desks.forEach(each -> each.ended(reason));
  }

  int route(ClientDesk desk) {
    int id = numbers.getAsInt();
    routes.put(id, desk);
    return id;
  }

  void unroute(int id) {
    routes.remove(id);
  }

  void closed(ClientDesk desk) {
    desks.remove(desk);
    routes.values().removeIf(each -> each == desk);
  }

  void send(byte type, int id, Consumer<ByteBuffer> body) {
    writer.putAnyway(
        FRAME_MAX_BYTES,
        to -> {
          int start = Wire.begin(to, type, id);
          body.accept(to);
          Wire.end(to, start, 0);
        });
  }
}
