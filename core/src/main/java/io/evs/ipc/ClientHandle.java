package io.evs.ipc;

import io.evs.Configuration;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.node.HandleStream;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A handle of this process on a node of another. */
final class ClientHandle implements Evs {
  private final EvsClient client;
  private final FrameWriter writer;
  private final int id;
  private final GroupMember self;
  private final HandleStream stream;
  private final FrameWriter.Credit credit;
  private final Set<Group> joined = new LinkedHashSet<>();
  private final long grantAtBytes;

  /** Used under the writer's lock. */
  private final GroupsCache groupsSent = new GroupsCache();

  private long consumed;

  ClientHandle(
      EvsClient client,
      FrameWriter writer,
      int id,
      GroupMember self,
      EvsListener listener,
      long windowBytes) {
    this.client = client;
    this.writer = writer;
    this.id = id;
    this.self = self;
    this.stream = HandleStream.of(listener, this::consumed);
    this.credit = new FrameWriter.Credit(id);
    this.grantAtBytes = windowBytes / 4;
  }

  int id() {
    return id;
  }

  HandleStream stream() {
    return stream;
  }

  /** An event was taken; one dispatching thread at a time. */
  private void consumed(long bytes) {
    consumed += bytes;
    if (consumed >= grantAtBytes) {
      writer.grant(credit, consumed);
      consumed = 0;
    }
  }

  private static void require(boolean condition, EvsException.Code code, String message) {
    if (!condition) {
      throw new EvsException(code, message);
    }
  }

  private static List<Group> checkGroups(Collection<Group> groups) {
    require(!groups.isEmpty(), EvsException.Code.INVALID_PARAM, "no group is given");
    require(
        groups.size() <= GROUPS_MAX,
        EvsException.Code.TOO_MANY_GROUPS,
        groups.size() + " groups in one call; use at most " + GROUPS_MAX);
    return List.copyOf(groups);
  }

  @Override
  public void join(Collection<Group> groups) {
    stream.checkAlive();
    List<Group> wanted = checkGroups(groups);
    synchronized (joined) {
      client.changeGroups(Protocol.JOIN, id, wanted);
      joined.addAll(wanted);
    }
  }

  @Override
  public void leave(Collection<Group> groups) {
    stream.checkAlive();
    require(!groups.isEmpty(), EvsException.Code.INVALID_PARAM, "no group is given");
    synchronized (joined) {
      for (Group group : groups) {
        require(
            joined.contains(group),
            EvsException.Code.NOT_EXIST,
            "group \"" + group + "\" was not joined");
      }
      List<Group> all = List.copyOf(new LinkedHashSet<>(groups));
      for (int from = 0; from < all.size(); from += GROUPS_MAX) {
        List<Group> some = all.subList(from, Math.min(all.size(), from + GROUPS_MAX));
        client.changeGroups(Protocol.LEAVE, id, some);
        some.forEach(joined::remove);
      }
    }
  }

  @Override
  public void multicastJoined(Guarantee guarantee, byte[] payload) {
    stream.checkAlive();
    List<Group> groups = joined();
    require(!groups.isEmpty(), EvsException.Code.NOT_EXIST, "no group is joined");
    send(guarantee, groups, payload, true);
  }

  @Override
  public void multicast(Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    stream.checkAlive();
    send(guarantee, checkGroups(groups), payload, true);
  }

  @Override
  public void tryMulticast(Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    stream.checkAlive();
    require(
        send(guarantee, checkGroups(groups), payload, false),
        EvsException.Code.TRY_AGAIN,
        "the send queue is full; dispatch and try again");
  }

  private boolean send(Guarantee guarantee, List<Group> groups, byte[] payload, boolean waits) {
    require(
        payload.length <= MESSAGE_MAX_BYTES,
        EvsException.Code.INVALID_PARAM,
        "message of " + payload.length + " bytes; use at most " + MESSAGE_MAX_BYTES);
    int bytes = Protocol.HEADER_BYTES + 2 + payload.length;
    for (Group group : groups) {
      bytes += Short.BYTES + group.byteLength();
    }
    return writer.put(
        bytes,
        waits,
        to -> {
          int start = Wire.begin(to, Protocol.MULTICAST, id);
          to.put((byte) guarantee.ordinal());
          groupsSent.put(to, groups);
          to.put(payload);
          Wire.end(to, start, 0);
        });
  }

  @Override
  public void dispatch(Dispatch type) {
    stream.dispatch(type);
  }

  @Override
  public boolean dispatchOne(Duration timeout) {
    return stream.dispatchOne(timeout);
  }

  @Override
  public void onReadable(Runnable callback) {
    stream.onReadable(callback);
  }

  @Override
  public Configuration membership() {
    stream.checkAlive();
    return client.configuration();
  }

  @Override
  public List<Group> joined() {
    stream.checkAlive();
    synchronized (joined) {
      return List.copyOf(joined);
    }
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    stream.checkAlive();
    return client.groups();
  }

  @Override
  public GroupMember self() {
    return self;
  }

  @Override
  public void close() {
    if (stream.close()) {
      client.closed(this);
    }
  }
}
