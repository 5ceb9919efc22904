package io.evs.node;

import io.evs.Configuration;
import io.evs.Delivered;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.node.handle.AbstractHandle;
import io.evs.node.handle.EventStream;
import io.evs.node.handle.HandleEnd;
import io.evs.node.handle.HandleQueue;
import io.evs.node.handle.MembershipLimit;
import io.evs.node.handle.Submission;
import io.evs.node.handle.SubmissionQueue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A handle of an application on a node of this process. */
public final class EmbeddedHandle extends AbstractHandle implements HandleEnd {
  private final EvsNode node;
  private final SubmissionQueue submissions;
  private final MembershipLimit memberships;

  public EmbeddedHandle(
      EvsNode node,
      SubmissionQueue submissions,
      MembershipLimit memberships,
      GroupMember self,
      EvsListener listener,
      Optional<Executor> executor,
      HandleQueue queue) {
    super(self, new EventStream(listener, executor, queue));
    this.node = node;
    this.submissions = submissions;
    this.memberships = memberships;
  }

  @Override
  public HandleQueue queue() {
    return stream().queue();
  }

  @Override
  public boolean sharesPayloads() {
    return false;
  }

  @Override
  public void lost(EvsException reason) {
    stream().lost(reason);
  }

  private long processId() {
    return self().processId();
  }

  @Override
  protected void join(List<Group> fresh, Consumer<Group> done) {
    memberships.add(processId(), fresh.size());
    int left = fresh.size();
    try {
      for (Group group : fresh) {
        submissions.put(new Submission.Join(processId(), group));
        done.accept(group);
        left--;
      }
    } finally {
      memberships.remove(processId(), left);
    }
  }

  @Override
  protected void joinAtOnce(Group fresh) {
    memberships.add(processId(), 1);
    boolean queued = false;
    try {
      submissions.putAnyway(new Submission.Join(processId(), fresh));
      queued = true;
    } finally {
      memberships.remove(processId(), queued ? 0 : 1);
    }
  }

  @Override
  protected void leave(List<Group> known, Consumer<Group> done) {
    for (Group group : known) {
      submissions.put(new Submission.Leave(processId(), group));
      done.accept(group);
      memberships.remove(processId(), 1);
    }
  }

  @Override
  protected boolean send(Guarantee guarantee, List<Group> groups, byte[] payload, boolean waits) {
    Submission message = message(guarantee, groups, payload);
    if (!waits) {
      return submissions.offer(message);
    }
    submissions.put(message);
    return true;
  }

  @Override
  protected void sendTold(
      Guarantee guarantee,
      List<Group> groups,
      byte[] payload,
      CompletableFuture<Delivered> delivered) {
    submissions.put(new Submission.Told(message(guarantee, groups, payload), delivered));
  }

  private Submission.Message message(Guarantee guarantee, List<Group> groups, byte[] payload) {
    boolean safe = guarantee.effective() == Guarantee.SAFE;
    long now = submissions.sampling().stamp();
    return new Submission.Message(processId(), safe, groups, payload.clone(), now);
  }

  @Override
  public Optional<Configuration> membership() {
    stream().checkAlive();
    return node.configuration();
  }

  @Override
  public Map<Group, List<GroupMember>> groups() {
    stream().checkAlive();
    return node.groups();
  }

  @Override
  protected void closed() {
    node.handleClosed(new Submission.Closed(processId()), () -> {});
  }
}
