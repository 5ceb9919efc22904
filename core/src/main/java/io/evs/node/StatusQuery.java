package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Asks all members of a ring for their status, any number of times, from an agent's handle on one
 * of them. Those that run a {@link StatusAgent}, as {@code evs node} does, answer, and only what an
 * agent answers is believed. One thread at a time.
 */
public final class StatusQuery implements AutoCloseable {
  /** An answer and the question that it answers. */
  private record Told(int number, NodeStatus status) {}

  private final Evs handle;
  private final Group reply;
  private final Map<NodeId, Told> told = new HashMap<>();
  private List<NodeId> members = List.of();
  private Set<NodeId> expected = Set.of();
  private boolean joined;
  private int number;

  private final class Ear implements EvsListener {
    @Override
    public void onConfiguration(ConfigurationChange change) {
      if (change.kind() == ConfigurationChange.Kind.REGULAR) {
        members = change.members();
        told.keySet().retainAll(Set.copyOf(members));
      }
    }

    @Override
    public void onGroup(GroupChange change) {
      joined |= change.group().equals(reply);
    }

    @Override
    public void onMessage(Delivery delivery) {
      if (ProcessIds.isAgent(delivery.sender())) {
        StatusMessage.parse(delivery.payload())
            .filter(message -> message.kind() == StatusMessage.Kind.ANSWER)
            .ifPresent(answer -> note(delivery.sender().node(), answer));
      }
    }
  }

  /**
   * Opens a handle of the node's own.
   *
   * @param node the member that asks
   */
  public StatusQuery(EvsNode node) {
    this.reply =
        new Group(
            StatusMessage.REPLY_PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    this.handle = node.openAgent(new Ear());
    handle.join(List.of(reply));
  }

  /** Asks once, with a handle for this question only; as {@link #ask}. */
  public static RingStatus once(EvsNode node, Duration patience) {
    try (StatusQuery query = new StatusQuery(node)) {
      return query.ask(patience);
    }
  }

  /** A status in an answer is of whoever sent it; another version's cannot be read. */
  private void note(NodeId from, StatusMessage answer) {
    if (answer.number() < 1 || answer.number() > number) {
      return;
    }
    try {
      NodeStatus status = StatusJson.read(answer.text());
      if (status.nodeId().equals(from)) {
        told.put(from, new Told(answer.number(), status));
      }
    } catch (IOException otherVersion) {
      told.remove(from);
    }
  }

  /**
   * Asks once.
   *
   * @param patience how long those that do not answer are waited for
   * @return what came in that time
   * @throws EvsException TIMEOUT if the ring itself does not answer; what ended the handle, if it
   *     ended
   */
  public RingStatus ask(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    int before = number;
    handle.dispatchUntil(() -> isReady() && tryQuestion(), patience);
    if (number == before) {
      throw silentRing(patience);
    }
    handle.dispatchUntil(() -> isComplete(number), Duration.ofNanos(deadline - System.nanoTime()));
    return answers(number);
  }

  /** Why there is no answer at all. */
  static EvsException silentRing(Duration patience) {
    return new EvsException(
        EvsException.Code.TIMEOUT,
        "the ring did not answer within " + patience.toMillis() + " ms: it is re-forming");
  }

  /** Whether answers to a question would come back. */
  boolean isReady() {
    return joined && !members.isEmpty();
  }

  /**
   * Asks, without waiting for answers.
   *
   * @return false if the send queue has no room now
   */
  boolean tryQuestion() {
    StatusMessage question =
        new StatusMessage(StatusMessage.Kind.QUESTION, number + 1, reply.name());
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(StatusMessage.GROUP), question.bytes());
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
      return false;
    }
    number++;
    expected =
        handle.groups().getOrDefault(StatusMessage.GROUP, List.of()).stream()
            .filter(ProcessIds::isAgent)
            .map(GroupMember::node)
            .collect(Collectors.toSet());
    return true;
  }

  /** The number of the last question. */
  int number() {
    return number;
  }

  /** Waits for the next event at most so long, and takes whatever has come. */
  void listen(Duration patience) {
    handle.dispatchOne(patience);
    handle.dispatch(Evs.Dispatch.ALL);
  }

  /** Whether everybody has answered that question or a later one. */
  boolean isComplete(int question) {
    return late(question).isEmpty();
  }

  /** RingStatus to that question or later ones. */
  RingStatus answers(int question) {
    Map<NodeId, NodeStatus> statuses = new TreeMap<>();
    for (NodeId member : members) {
      Told last = told.get(member);
      if (last != null && last.number() >= question) {
        statuses.put(member, last.status());
      }
    }
    return new RingStatus(members, statuses, late(question));
  }

  private Set<NodeId> late(int question) {
    return expected.stream()
        .filter(members::contains)
        .filter(each -> !told.containsKey(each) || told.get(each).number() < question)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    handle.close();
  }
}
