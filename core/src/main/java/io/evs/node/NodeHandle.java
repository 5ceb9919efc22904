package io.evs.node;

import io.evs.Configuration;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.group.Member;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** A handle of an application on a node of this process. */
final class NodeHandle implements Evs {
  private final EvsNode node;
  private final SubmissionQueue submissions;
  private final MembershipLimit memberships;
  private final GroupMember self;
  private final EvsListener listener;
  private final HandleQueue queue;
  private final ReentrantLock dispatching = new ReentrantLock();
  private final Set<Group> joined = new LinkedHashSet<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Optional<EvsException> lost = Optional.empty();
  private volatile boolean lostDispatched;

  NodeHandle(
      EvsNode node,
      SubmissionQueue submissions,
      MembershipLimit memberships,
      GroupMember self,
      EvsListener listener,
      HandleQueue queue) {
    this.node = node;
    this.submissions = submissions;
    this.memberships = memberships;
    this.self = self;
    this.listener = listener;
    this.queue = queue;
  }

  HandleQueue queue() {
    return queue;
  }

  /** The stream of this handle has ended; loop thread. */
  void lost(EvsException reason) {
    lost = Optional.of(reason);
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new EvsException(EvsException.Code.BAD_HANDLE, "the handle was closed");
    }
  }

  private void checkAlive() {
    checkOpen();
    lost.ifPresent(NodeHandle::raise);
  }

  /** The reason again, with the caller's stack. */
  private static void raise(EvsException reason) {
    throw new EvsException(reason.code(), reason.getMessage(), reason);
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
    checkAlive();
    List<Group> wanted = checkGroups(groups);
    synchronized (joined) {
      List<Group> fresh =
          wanted.stream().filter(each -> !joined.contains(each)).distinct().toList();
      require(
          memberships.add(self.processId(), fresh.size()),
          EvsException.Code.NO_RESOURCES,
          "the handles of this node would be in more than "
              + Member.MEMBERSHIPS_MAX
              + " groups; leave some first");
      int left = fresh.size();
      try {
        for (Group group : fresh) {
          submissions.put(new Submission.Join(self.processId(), group));
          joined.add(group);
          left--;
        }
      } finally {
        memberships.remove(self.processId(), left);
      }
    }
  }

  @Override
  public void leave(Collection<Group> groups) {
    checkAlive();
    require(!groups.isEmpty(), EvsException.Code.INVALID_PARAM, "no group is given");
    synchronized (joined) {
      for (Group group : groups) {
        require(
            joined.contains(group),
            EvsException.Code.NOT_EXIST,
            "group \"" + group + "\" was not joined");
      }
      for (Group group : groups) {
        if (joined.contains(group)) {
          submissions.put(new Submission.Leave(self.processId(), group));
          joined.remove(group);
          memberships.remove(self.processId(), 1);
        }
      }
    }
  }

  @Override
  public void multicastJoined(Guarantee guarantee, byte[] payload) {
    checkAlive();
    List<Group> groups = joined();
    require(!groups.isEmpty(), EvsException.Code.NOT_EXIST, "no group is joined");
    submissions.put(message(guarantee, groups, payload));
  }

  @Override
  public void multicast(Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    checkAlive();
    submissions.put(message(guarantee, checkGroups(groups), payload));
  }

  @Override
  public void tryMulticast(Guarantee guarantee, Collection<Group> groups, byte[] payload) {
    checkAlive();
    require(
        submissions.offer(message(guarantee, checkGroups(groups), payload)),
        EvsException.Code.TRY_AGAIN,
        "the send queue is full; dispatch and try again");
  }

  private Submission message(Guarantee guarantee, List<Group> groups, byte[] payload) {
    require(
        payload.length <= MESSAGE_MAX_BYTES,
        EvsException.Code.INVALID_PARAM,
        "message of " + payload.length + " bytes; use at most " + MESSAGE_MAX_BYTES);
    boolean safe = guarantee.effective() == Guarantee.SAFE;
    return new Submission.Message(
        self.processId(), safe, groups, payload.clone(), submissions.sampling().stamp());
  }

  @Override
  public void dispatch(Dispatch type) {
    checkDispatchable();
    switch (type) {
      case ONE:
        runNext(Long.MAX_VALUE);
        break;
      case ALL:
        runWaiting();
        break;
      default:
        while (!closed.get() && !Thread.currentThread().isInterrupted()) {
          runNext(Long.MAX_VALUE);
          if (lostDispatched) {
            lost.ifPresent(NodeHandle::raise);
          }
        }
    }
  }

  @Override
  public boolean dispatchOne(Duration timeout) {
    checkDispatchable();
    long nanos;
    try {
      nanos = Math.max(0, timeout.toNanos());
    } catch (ArithmeticException centuries) {
      nanos = Long.MAX_VALUE;
    }
    return runNext(nanos);
  }

  private void checkDispatchable() {
    checkOpen();
    if (lostDispatched) {
      lost.ifPresent(NodeHandle::raise);
    }
  }

  private void runWaiting() {
    dispatching.lock();
    try {
      Optional<HandleEvent> event;
      while (!closed.get() && (event = queue.poll()).isPresent()) {
        run(event.get());
      }
    } finally {
      dispatching.unlock();
    }
  }

  /** Waits for an event and runs it; false after the time-out, close, or an interrupt. */
  private boolean runNext(long timeoutNanos) {
    dispatching.lock();
    try {
      Optional<HandleEvent> event = queue.await(timeoutNanos);
      if (event.isEmpty() || closed.get()) {
        return false;
      }
      run(event.get());
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      dispatching.unlock();
    }
  }

  private void run(HandleEvent event) {
    lostDispatched |= event instanceof HandleEvent.Lost;
    event.run(listener);
  }

  @Override
  public void onReadable(Runnable callback) {
    checkOpen();
    queue.onReadable(callback == null ? () -> {} : callback);
  }

  @Override
  public Configuration membership() {
    checkAlive();
    return node.configuration();
  }

  @Override
  public List<Group> joined() {
    checkAlive();
    synchronized (joined) {
      return List.copyOf(joined);
    }
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    checkAlive();
    return node.groups();
  }

  @Override
  public GroupMember self() {
    return self;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.close();
    node.handleClosed(self.processId());
  }
}
