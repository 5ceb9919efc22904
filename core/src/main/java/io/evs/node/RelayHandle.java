package io.evs.node;

import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.node.handle.HandleEnd;
import io.evs.node.handle.HandleEvent;
import io.evs.node.handle.HandleQueue;
import io.evs.node.handle.MembershipLimit;
import io.evs.node.handle.Submission;
import io.evs.node.handle.SubmissionQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A handle that a server opens for a process of its own: nothing here waits, and events are taken
 * one by one when there is room for them. Used by one thread, but for the callbacks.
 */
public final class RelayHandle implements HandleEnd {
  private final EvsNode node;
  private final SubmissionQueue submissions;
  private final MembershipLimit memberships;
  private final GroupMember self;
  private final HandleQueue queue;
  private final Consumer<EvsException> onLost;
  private final Set<Group> joined = new LinkedHashSet<>();
  private volatile boolean lost;
  private boolean closed;

  RelayHandle(
      EvsNode node,
      SubmissionQueue submissions,
      MembershipLimit memberships,
      GroupMember self,
      HandleQueue queue,
      Consumer<EvsException> onLost) {
    this.node = node;
    this.submissions = submissions;
    this.memberships = memberships;
    this.self = self;
    this.queue = queue;
    this.onLost = onLost;
  }

  @Override
  public GroupMember self() {
    return self;
  }

  @Override
  public HandleQueue queue() {
    return queue;
  }

  @Override
  public boolean sharesPayloads() {
    return true;
  }

  /** The stream has ended; loop thread. */
  @Override
  public void lost(EvsException reason) {
    lost = true;
    onLost.accept(reason);
  }

  /** Whether the stream has ended; events before its end may still wait. */
  public boolean isLost() {
    return lost;
  }

  /** Runs on the loop thread when an event is queued to an empty queue. */
  public void onReadable(Runnable callback) {
    queue.onReadable(callback);
  }

  /**
   * The event before is not kept any more by whoever was given it. Until this, or until the next is
   * asked for, it counts as waiting.
   */
  public void finished() {
    queue.finished();
  }

  /**
   * Runs the listener for the next event that waits. The listener must not keep or change payloads.
   *
   * @return what the event cost in bytes, or -1 if none waits
   */
  public long next(EvsListener listener) {
    Optional<HandleEvent> event = queue.poll();
    if (event.isEmpty()) {
      return -1;
    }
    event.get().run(listener);
    return event.get().bytes();
  }

  /** Groups joined (join requested and not left). */
  public List<Group> joined() {
    return List.copyOf(joined);
  }

  /**
   * Whether the send queue has room for such a message now; if not, {@link EvsNode#onSendRoom}
   * tells when it may have.
   */
  public boolean hasRoom(int groups, int payloadBytes) {
    return submissions.hasRoom(Submission.Message.bytes(groups, payloadBytes));
  }

  /**
   * Multicasts; the payload belongs to the node from now on.
   *
   * @return false if the send queue has no room now
   * @throws EvsException IN_SHUTDOWN
   */
  public boolean offer(boolean safe, List<Group> groups, byte[] payload) {
    return submissions.offer(message(safe, groups, payload));
  }

  /**
   * As {@link #offer}, and tells on the loop thread when it is delivered, behind the events that
   * come before it.
   *
   * @return false if the send queue has no room now
   */
  public boolean offerTold(
      boolean safe, List<Group> groups, byte[] payload, CompletableFuture<Delivered> told) {
    return submissions.offer(new Submission.Told(message(safe, groups, payload), told));
  }

  /** How many events it has been given so far; loop thread. */
  public long given() {
    return queue.given();
  }

  /** How many events were taken so far; the thread that takes them. */
  public long taken() {
    return queue.taken();
  }

  private Submission.Message message(boolean safe, List<Group> groups, byte[] payload) {
    long now = submissions.sampling().stamp();
    return new Submission.Message(self.processId(), safe, groups, payload, now);
  }

  /**
   * Joins groups, all or none.
   *
   * @return false if the send queue has no room now
   * @throws EvsException NO_RESOURCES (too many memberships on this node), IN_SHUTDOWN
   */
  public boolean offerJoin(Collection<Group> groups) {
    List<Group> fresh = groups.stream().filter(each -> !joined.contains(each)).distinct().toList();
    memberships.add(self.processId(), fresh.size());
    boolean accepted = false;
    try {
      List<Submission> changes = new ArrayList<>();
      fresh.forEach(group -> changes.add(new Submission.Join(self.processId(), group)));
      accepted = submissions.offerAll(changes);
    } finally {
      if (!accepted) {
        memberships.remove(self.processId(), fresh.size());
      }
    }
    if (accepted) {
      joined.addAll(fresh);
    }
    return accepted;
  }

  /**
   * Leaves groups, all or none.
   *
   * @return false if the send queue has no room now
   * @throws EvsException NOT_EXIST if one was not joined, IN_SHUTDOWN
   */
  public boolean offerLeave(Collection<Group> groups) {
    Set<Group> known = new LinkedHashSet<>(groups);
    for (Group group : known) {
      if (!joined.contains(group)) {
        throw new EvsException(
            EvsException.Code.NOT_EXIST, "group \"" + group + "\" was not joined");
      }
    }
    List<Submission> changes = new ArrayList<>();
    known.forEach(group -> changes.add(new Submission.Leave(self.processId(), group)));
    if (!submissions.offerAll(changes)) {
      return false;
    }
    joined.removeAll(known);
    memberships.remove(self.processId(), known.size());
    return true;
  }

  /** Leaves all groups, behind what was sent, and ends. Further calls do nothing. */
  public void close() {
    end(new Submission.Closed(self.processId()));
  }

  /** As {@link #close}, and others are told that the process is gone and has not left. */
  public void processGone() {
    end(new Submission.Down(self.processId()));
  }

  private void end(Submission ending) {
    if (!closed) {
      closed = true;
      queue.onReadable(() -> {});
      // On the loop thread, after which nothing is added any more.
      node.handleClosed(ending, queue::discard);
    }
  }
}
