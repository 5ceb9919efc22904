package io.evs.node.handle;

import io.evs.Delivered;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What handles have in common, wherever the node is that they belong to: their events, the groups
 * they have joined, and what they check before anything is sent.
 */
public abstract class AbstractHandle implements Evs {
  private static final byte[] NOTHING = {};

  private final GroupMember self;
  private final EventStream stream;
  private final Set<Group> joined = new LinkedHashSet<>();

  /** A handle that dispatches that stream. */
  protected AbstractHandle(GroupMember self, EventStream stream) {
    this.self = self;
    this.stream = stream;
    stream.onFailure(this::closed);
  }

  /**
   * Joins groups that were not joined yet; under a lock that belongs to the handle.
   *
   * @param done to be told each that is joined
   */
  protected abstract void join(List<Group> fresh, Consumer<Group> done);

  /** Joins a group that was not joined yet, as {@link #joinAnyway}; under the same lock. */
  protected abstract void joinAtOnce(Group fresh);

  /**
   * Leaves groups that are joined; under the same lock.
   *
   * @param done to be told each that is left
   */
  protected abstract void leave(List<Group> known, Consumer<Group> done);

  /**
   * Sends a message that was checked.
   *
   * @param waits whether to wait while the send queue is full
   * @return false if it is full and this does not wait
   */
  protected abstract boolean send(
      Guarantee guarantee, List<Group> groups, byte[] payload, boolean waits);

  /**
   * Sends a message that was checked, waiting while the send queue is full.
   *
   * @param delivered to be completed when it is delivered, in the thread that adds events
   */
  protected abstract void sendTold(
      Guarantee guarantee,
      List<Group> groups,
      byte[] payload,
      CompletableFuture<Delivered> delivered);

  /** The handle was closed; once. */
  protected abstract void closed();

  /** Its events. */
  protected final EventStream stream() {
    return stream;
  }

  /** Throws an exception of that code unless the condition holds. */
  protected static void require(boolean condition, EvsException.Code code, String message) {
    if (!condition) {
      throw new EvsException(code, message);
    }
  }

  private static List<Group> checkGroups(Collection<Group> groups) {
    requireSome(groups);
    require(
        groups.size() <= GROUPS_MAX,
        EvsException.Code.TOO_MANY_GROUPS,
        groups.size() + " groups in one call; use at most " + GROUPS_MAX);
    return List.copyOf(groups);
  }

  private static void requireSome(Collection<Group> groups) {
    require(!groups.isEmpty(), EvsException.Code.INVALID_PARAM, "no group is given");
  }

  @Override
  public final void join(Collection<Group> groups) {
    stream.checkAlive();
    List<Group> wanted = checkGroups(groups);
    synchronized (joined) {
      List<Group> fresh =
          wanted.stream().filter(each -> !joined.contains(each)).distinct().toList();
      if (!fresh.isEmpty()) {
        join(fresh, joined::add);
      }
    }
  }

  /**
   * As {@link #join}, but does not wait while the send queue of a node of this process is full: for
   * those who join one group in their life, and whose own work must not stand still meanwhile.
   */
  public final void joinAnyway(Group group) {
    stream.checkAlive();
    synchronized (joined) {
      if (!joined.contains(group)) {
        joinAtOnce(group);
        joined.add(group);
      }
    }
  }

  @Override
  public final void leave(Collection<Group> groups) {
    stream.checkAlive();
    requireSome(groups);
    synchronized (joined) {
      for (Group group : groups) {
        require(
            joined.contains(group),
            EvsException.Code.NOT_EXIST,
            "group \"" + group + "\" was not joined");
      }
      leave(groups.stream().distinct().toList(), joined::remove);
    }
  }

  @Override
  public final void multicastJoined(Guarantee guarantee, byte[] payload) {
    stream.checkAlive();
    List<Group> groups = joined();
    require(!groups.isEmpty(), EvsException.Code.NOT_EXIST, "no group is joined");
    checkedSend(guarantee, checkGroups(groups), payload, true);
  }

  @Override
  public final void multicast(Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    stream.checkAlive();
    checkedSend(guarantee, checkGroups(groups), payload, true);
  }

  @Override
  public final void tryMulticast(Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    stream.checkAlive();
    require(
        checkedSend(guarantee, checkGroups(groups), payload, false),
        EvsException.Code.TRY_AGAIN,
        "the send queue is full; dispatch and try again");
  }

  @Override
  public final CompletableFuture<Delivered> send(
      Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    stream.checkAlive();
    List<Group> to = checkGroups(groups);
    checkMessage(guarantee, payload);
    CompletableFuture<Delivered> delivered = new CompletableFuture<>();
    CompletableFuture<Delivered> told = stream.confirm(delivered);
    try {
      sendTold(guarantee, to, payload, delivered);
      return told;
    } catch (RuntimeException | Error notSent) {
      stream.unsent(told);
      throw notSent;
    }
  }

  /** Nobody is in that group: the message comes back as a place in the order and no more. */
  @Override
  public final CompletableFuture<Delivered> flush() {
    return send(Guarantee.AGREED, List.of(ControlGroups.FLUSH), NOTHING);
  }

  private boolean checkedSend(
      Guarantee guarantee, List<Group> groups, byte[] payload, boolean waits) {
    checkMessage(guarantee, payload);
    return send(guarantee, groups, payload, waits);
  }

  /** Before anything of it is written or counted. */
  private static void checkMessage(Guarantee guarantee, byte[] payload) {
    Objects.requireNonNull(guarantee, "guarantee");
    Objects.requireNonNull(payload, "payload");
    require(
        payload.length <= MESSAGE_MAX_BYTES,
        EvsException.Code.INVALID_PARAM,
        "message of " + payload.length + " bytes; use at most " + MESSAGE_MAX_BYTES);
  }

  @Override
  public final void dispatch(Dispatch type) {
    stream.dispatch(type);
  }

  @Override
  public final boolean dispatchOne(Duration timeout) {
    return stream.dispatchOne(timeout);
  }

  @Override
  public final void onReadable(Runnable callback) {
    stream.onReadable(callback);
  }

  @Override
  public final List<Group> joined() {
    stream.checkAlive();
    synchronized (joined) {
      return List.copyOf(joined);
    }
  }

  @Override
  public final GroupMember self() {
    return self;
  }

  @Override
  public final void close() {
    if (stream.close()) {
      closed();
    }
  }
}
