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
import java.util.Set;

/** A handle of an application on a node of this process. */
final class NodeHandle implements Evs, OpenHandle {
  private final EvsNode node;
  private final SubmissionQueue submissions;
  private final MembershipLimit memberships;
  private final GroupMember self;
  private final HandleStream stream;
  private final Set<Group> joined = new LinkedHashSet<>();

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
    this.stream = new HandleStream(listener, queue);
  }

  @Override
  public HandleQueue queue() {
    return stream.queue();
  }

  @Override
  public boolean sharesPayloads() {
    return false;
  }

  @Override
  public void lost(EvsException reason) {
    stream.lost(reason);
  }

  private void checkAlive() {
    stream.checkAlive();
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
    if (stream.close()) {
      node.handleClosed(self.processId(), () -> {});
    }
  }
}
