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
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks all members of a ring for their status, any number of times, from a handle on one of them.
 * Those that run a {@link StatusAgent}, as {@code evs node} does, answer. One thread at a time.
 */
public final class StatusQuery implements AutoCloseable {
  private static final Duration SLICE = Duration.ofMillis(50);

  /**
   * What came of a question.
   *
   * @param members members of the ring, ascending
   * @param statuses those that answered
   * @param late those that could have answered and did not in time; all others without a status run
   *     no {@code evs node}
   */
  public record Answers(List<NodeId> members, Map<NodeId, NodeStatus> statuses, Set<NodeId> late) {
    /** Copies all. */
    public Answers {
      members = List.copyOf(members);
      statuses = java.util.Collections.unmodifiableMap(new TreeMap<>(statuses));
      late = java.util.Collections.unmodifiableSet(new TreeSet<>(late));
    }
  }

  private final Evs handle;
  private final Group reply;
  private final Map<NodeId, NodeStatus> statuses = new TreeMap<>();
  private List<NodeId> members = List.of();
  private Optional<EvsException> lost = Optional.empty();
  private boolean joined;
  private int number;

  private final class Ear implements EvsListener {
    @Override
    public void onConfiguration(ConfigurationChange change) {
      if (change.kind() == ConfigurationChange.Kind.REGULAR) {
        members = change.members();
      }
    }

    @Override
    public void onGroup(GroupChange change) {
      joined |= change.group().equals(reply);
    }

    @Override
    public void onMessage(Delivery delivery) {
      Optional<StatusMessage> message = StatusMessage.parse(delivery.payload());
      if (message.isPresent()
          && message.get().kind() == StatusMessage.Kind.ANSWER
          && message.get().number() == number) {
        note(delivery.sender().node(), message.get().text());
      }
    }

    @Override
    public void onDisconnected(EvsException reason) {
      lost = Optional.of(reason);
    }
  }

  /**
   * Opens a handle.
   *
   * @param opener opens it on a member of the ring, or through its daemon
   */
  public StatusQuery(Function<EvsListener, Evs> opener) {
    this.reply =
        new Group(
            StatusMessage.REPLY_PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    this.handle = opener.apply(new Ear());
    handle.join(List.of(reply));
  }

  /** A status in an answer is of whoever sent it; another version's cannot be read. */
  private void note(NodeId from, String document) {
    try {
      NodeStatus status = StatusJson.read(document);
      if (status.nodeId().equals(from)) {
        statuses.put(from, status);
      }
    } catch (IOException otherVersion) {
      statuses.remove(from);
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
  public Answers ask(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    dispatchUntil(() -> joined && !members.isEmpty(), deadline);
    if (!joined) {
      throw new EvsException(
          EvsException.Code.TIMEOUT,
          "the ring did not answer within " + patience.toMillis() + " ms: it is being formed anew");
    }
    statuses.clear();
    number++;
    StatusMessage question = new StatusMessage(StatusMessage.Kind.QUESTION, number, reply.name());
    handle.multicast(Guarantee.AGREED, List.of(StatusMessage.GROUP), question.bytes());
    Set<NodeId> expected = expected();
    dispatchUntil(() -> late(expected).isEmpty(), deadline);
    Map<NodeId, NodeStatus> present = new TreeMap<>(statuses);
    present.keySet().retainAll(Set.copyOf(members));
    return new Answers(members, present, late(expected));
  }

  private Set<NodeId> expected() {
    return handle.groups().getOrDefault(StatusMessage.GROUP, List.of()).stream()
        .map(GroupMember::node)
        .collect(Collectors.toSet());
  }

  private Set<NodeId> late(Set<NodeId> expected) {
    return expected.stream()
        .filter(each -> members.contains(each) && !statuses.containsKey(each))
        .collect(Collectors.toSet());
  }

  private void dispatchUntil(BooleanSupplier done, long deadline) {
    while (!done.getAsBoolean() && deadline - System.nanoTime() > 0) {
      handle.dispatchOne(SLICE);
      if (lost.isPresent()) {
        throw new EvsException(lost.get().code(), lost.get().getMessage(), lost.get());
      }
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
