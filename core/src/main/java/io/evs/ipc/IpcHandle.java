package io.evs.ipc;

import io.evs.Configuration;
import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.ipc.frame.FrameWriter;
import io.evs.ipc.frame.GroupsCache;
import io.evs.ipc.frame.Protocol;
import io.evs.ipc.frame.Wire;
import io.evs.node.handle.AbstractHandle;
import io.evs.node.handle.EventStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A handle of this process on a node of another. */
final class IpcHandle extends AbstractHandle {
  private final EvsClient client;
  private final FrameWriter writer;
  private final int id;

  /** Used under the writer's lock. */
  private final GroupsCache groupsSent = new GroupsCache();

  /** The daemon knows no handle of this number behind what was put last; under the lock, too. */
  private boolean ended;

  IpcHandle(
      EvsClient client,
      FrameWriter writer,
      int id,
      GroupMember self,
      EvsListener listener,
      Optional<Executor> executor) {
    super(
        self,
        EventStream.of(
            listener,
            executor,
            new Consumption(writer, id, Protocol.DEFAULT_WINDOW_BYTES / 4)::took));
    this.client = client;
    this.writer = writer;
    this.id = id;
  }

  /** Grants the daemon what was dispatched, a good part of the window at a time. */
  private static final class Consumption {
    private final FrameWriter writer;
    private final FrameWriter.Credit credit;
    private final long grantAtBytes;
    private long consumed;

    Consumption(FrameWriter writer, int id, long grantAtBytes) {
      this.writer = writer;
      this.credit = new FrameWriter.Credit(id);
      this.grantAtBytes = grantAtBytes;
    }

    /** An event was taken; one dispatching thread at a time. */
    void took(long bytes) {
      consumed += bytes;
      if (consumed >= grantAtBytes) {
        writer.grant(credit, consumed);
        consumed = 0;
      }
    }
  }

  int id() {
    return id;
  }

  /** Nothing more of it may be sent; with the last frame, under the writer's lock. */
  void ends() {
    ended = true;
  }

  /**
   * Throws BAD_HANDLE if another thread has closed it since the caller looked: what names a handle
   * that is not open ends the connection. Under the writer's lock.
   */
  void checkNotEnded() {
    require(!ended, EvsException.Code.BAD_HANDLE, "the handle was closed");
  }

  /** Where the client's reader puts events. */
  EventStream events() {
    return stream();
  }

  @Override
  protected void join(List<Group> fresh, Consumer<Group> done) {
    client.changeGroups(Protocol.JOIN, this, fresh);
    fresh.forEach(done);
  }

  /** The daemon answers when it has room. */
  @Override
  protected void joinAtOnce(Group fresh) {
    client.changeGroups(Protocol.JOIN, this, List.of(fresh));
  }

  @Override
  protected void leave(List<Group> known, Consumer<Group> done) {
    for (int from = 0; from < known.size(); from += GROUPS_MAX) {
      List<Group> some = known.subList(from, Math.min(known.size(), from + GROUPS_MAX));
      client.changeGroups(Protocol.LEAVE, this, some);
      some.forEach(done);
    }
  }

  @Override
  protected boolean send(Guarantee guarantee, List<Group> groups, byte[] payload, boolean waits) {
    int bytes = Protocol.HEADER_BYTES + 2 + payload.length;
    for (Group group : groups) {
      bytes += Short.BYTES + group.byteLength();
    }
    return writer.put(
        bytes,
        waits ? FrameWriter.FOREVER : 0,
        to -> {
          checkNotEnded();
          int start = Wire.begin(to, Protocol.MULTICAST, id);
          to.put((byte) guarantee.ordinal());
          groupsSent.put(to, groups);
          to.put(payload);
          Wire.end(to, start, 0);
        });
  }

  @Override
  protected void sendTold(
      Guarantee guarantee,
      List<Group> groups,
      byte[] payload,
      CompletableFuture<Delivered> delivered) {
    client.sendTold(this, guarantee, groups, payload, delivered);
  }

  @Override
  public Optional<Configuration> membership() {
    stream().checkAlive();
    return client.configuration();
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    stream().checkAlive();
    return client.groups();
  }

  @Override
  protected void closed() {
    client.closed(this);
  }
}
