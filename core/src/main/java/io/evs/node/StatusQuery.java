package io.evs.node;

import io.evs.EvsException;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingStatus;
import io.evs.node.query.AgentQuery;
import io.evs.node.status.StatusJson;
import io.evs.node.status.StatusMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks all members of a ring for their status, any number of times, from an agent's handle on one
 * of them. Those that run a {@link StatusAgent}, as {@code evs node} does, answer. One thread at a
 * time.
 */
public final class StatusQuery implements AutoCloseable {
  /** An answer and the question that it answers. */
  private record Told(int number, NodeStatus status) {}

  private final AgentQuery<Told> query;
  private int number;

  /**
   * Opens a handle of the node's own.
   *
   * @param node the member that asks
   */
  public StatusQuery(EvsNode node) {
    query = new AgentQuery<>(node::openAgent, StatusMessage.GROUP, this::read);
  }

  /** Asks once, with a handle for this question only; as {@link #ask}. */
  public static RingStatus once(EvsNode node, Duration patience) {
    try (StatusQuery query = new StatusQuery(node)) {
      return query.ask(patience);
    }
  }

  /** A status in an answer is of whoever sent it. */
  private Optional<Told> read(NodeId from, byte[] payload) throws IOException {
    Optional<StatusMessage> answer =
        StatusMessage.parse(payload)
            .filter(each -> each.kind() == StatusMessage.Kind.ANSWER)
            .filter(each -> each.number() >= 1 && each.number() <= number);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Told told = new Told(answer.get().number(), StatusJson.read(answer.get().text()));
    return Optional.of(told).filter(each -> each.status().nodeId().equals(from));
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
    int question = ++number;
    query.ask(question(question), each -> each.number() >= question, patience);
    return answers(question);
  }

  private byte[] question(int question) {
    return new StatusMessage(StatusMessage.Kind.QUESTION, question, query.reply()).bytes();
  }

  /**
   * Asks, without waiting for answers.
   *
   * @return false if that is not possible now
   */
  boolean tryQuestion() {
    if (!query.tryAsk(question(number + 1))) {
      return false;
    }
    number++;
    return true;
  }

  /** The number of the last question. */
  int number() {
    return number;
  }

  /** Waits for the next event at most so long, and takes whatever has come. */
  void listen(Duration patience) {
    query.listen(patience);
  }

  /** Whether everybody has answered that question or a later one. */
  boolean isComplete(int question) {
    return late(question).isEmpty();
  }

  /** What was answered to that question or later ones. */
  RingStatus answers(int question) {
    Map<NodeId, NodeStatus> statuses = new TreeMap<>();
    query
        .answers()
        .forEach(
            (node, told) -> {
              if (told.number() >= question) {
                statuses.put(node, told.status());
              }
            });
    return new RingStatus(query.members(), statuses, late(question));
  }

  private Set<NodeId> late(int question) {
    return query.late(each -> each.number() >= question);
  }

  @Override
  public void close() {
    query.close();
  }
}
