package io.evs.node.query;

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
import io.evs.node.handle.AbstractHandle;
import io.evs.node.handle.ControlGroups;
import io.evs.node.process.ProcessIds;
import io.evs.text.Spans;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Asks the agents of all members of a ring, from a handle of its own, and keeps what each of them
 * answered last. Only what an agent says is believed. One thread at a time.
 *
 * @param <T> an answer
 */
public final class AgentQuery<T> implements AutoCloseable {
  private final Evs handle;
  private final Group agents;
  private final Group reply;
  private final Reader<T> reader;
  private final Map<NodeId, T> answers = new TreeMap<>();
  private List<NodeId> members = List.of();
  private Set<NodeId> asked = Set.of();
  private long questionsSent;
  private long questionsOrdered;
  private boolean joined;

  /**
   * Reads messages of agents.
   *
   * @param <T> an answer
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads one.
     *
     * @param from the node whose agent sent it
     * @return empty if it does not answer what was asked
     * @throws IOException if it does and cannot be read, as it is of another version
     */
    Optional<T> read(NodeId from, byte[] payload) throws IOException;
  }

  private final class Ear implements EvsListener {
    @Override
    public void onConfiguration(ConfigurationChange change) {
      if (change.kind() == ConfigurationChange.Kind.REGULAR) {
        members = change.members();
        answers.keySet().retainAll(Set.copyOf(members));
      }
    }

    @Override
    public void onGroup(GroupChange change) {
      joined |= change.group().equals(reply);
    }

    @Override
    public void onMessage(Delivery delivery) {
      if (delivery.sender().equals(handle.self())) {
        // Where messages are delivered the groups are known, which they are not when one is sent
        // while the ring has just changed.
        questionsOrdered++;
        asked = agentsHere();
      } else if (ProcessIds.isAgent(delivery.sender())) {
        note(delivery.sender().node(), delivery.payload());
      }
    }
  }

  /**
   * Opens a handle.
   *
   * @param open opens it with that listener; an operator's or an agent's
   * @param agents the group in which those are who answer
   * @throws EvsException as opening does
   */
  public AgentQuery(Function<EvsListener, Evs> open, Group agents, Reader<T> reader) {
    this.agents = agents;
    this.reader = reader;
    this.reply =
        new Group(
            ControlGroups.REPLY_PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    this.handle = open.apply(new Ear());
    if (handle instanceof AbstractHandle ours) {
      // Who asks has only so much patience, and may have others to answer meanwhile.
      ours.joinAnyway(reply);
    } else {
      handle.join(List.of(reply));
    }
  }

  private void note(NodeId from, byte[] payload) {
    try {
      reader.read(from, payload).ifPresent(answer -> answers.put(from, answer));
    } catch (IOException otherVersion) {
      answers.remove(from);
    }
  }

  /** The name of the group to which answers are to be sent. */
  public String reply() {
    return reply.name();
  }

  /** Members of the ring. */
  public List<NodeId> members() {
    return members;
  }

  /** What members answered last. */
  public Map<NodeId, T> answers() {
    return new TreeMap<>(answers);
  }

  private Set<NodeId> agentsHere() {
    return handle.groups().getOrDefault(agents, List.of()).stream()
        .filter(ProcessIds::isAgent)
        .map(GroupMember::node)
        .collect(Collectors.toSet());
  }

  /** Members whose agents have the last question; all members, until it has its place. */
  public Set<NodeId> asked() {
    if (questionsOrdered < questionsSent) {
      return new TreeSet<>(members);
    }
    Set<NodeId> present = new TreeSet<>(asked);
    present.retainAll(members);
    return present;
  }

  /** Whether answers to a question would come back. */
  boolean isReady() {
    return joined && !members.isEmpty();
  }

  /**
   * Asks, without waiting for answers.
   *
   * @return false if the send queue has no room now, or answers would not come back yet
   */
  public boolean tryAsk(byte[] question) {
    if (!isReady()) {
      return false;
    }
    try {
      handle.tryMulticast(Guarantee.AGREED, List.of(agents, reply), question);
    } catch (EvsException full) {
      if (full.code() != EvsException.Code.TRY_AGAIN) {
        throw full;
      }
      return false;
    }
    questionsSent++;
    return true;
  }

  /**
   * Asks, and waits until everybody who was asked and is still there has answered.
   *
   * @param isAnswer whether an answer is to this question
   * @param patience how long those that do not answer are waited for
   * @return those that did not answer in that time
   * @throws EvsException TIMEOUT if the ring itself does not answer; what ended the handle, if it
   *     ended
   */
  public Set<NodeId> ask(byte[] question, Predicate<T> isAnswer, Duration patience) {
    long deadline = System.nanoTime() + Spans.nanos(patience);
    if (!handle.dispatchUntil(() -> tryAsk(question), patience)) {
      throw silentRing(patience);
    }
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    handle.dispatchUntil(() -> late(isAnswer).isEmpty(), left);
    return late(isAnswer);
  }

  /** Members that were asked, are still there, and have not answered so. */
  public Set<NodeId> late(Predicate<T> isAnswer) {
    Set<NodeId> late = asked();
    late.removeIf(each -> answers.containsKey(each) && isAnswer.test(answers.get(each)));
    return late;
  }

  /** Waits for the next event at most so long, and takes whatever has come. */
  public void listen(Duration patience) {
    handle.dispatchOne(patience);
    handle.dispatch(Evs.Dispatch.ALL);
  }

  /** Why there is no answer at all. */
  public static EvsException silentRing(Duration patience) {
    return new EvsException(
        EvsException.Code.TIMEOUT,
        "the ring did not answer within " + Spans.millis(patience) + " ms: it is re-forming");
  }

  @Override
  public void close() {
    handle.close();
  }
}
