package io.evs.node.query;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightText;
import io.evs.node.StatusAgent;
import io.evs.node.status.StatusMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks all members of a ring for what their flight recorders hold, once, from an operator's handle
 * on one of them. Those that run a {@link StatusAgent} answer, and only what an agent tells of its
 * own node is believed. One thread.
 */
public final class FlightQuery implements AutoCloseable {
  private static final int NUMBER = 1;

  private final AgentQuery<FlightLog> query;

  /**
   * What came.
   *
   * @param logs by node
   * @param silent members that did not answer
   */
  public record Answers(Map<NodeId, FlightLog> logs, List<NodeId> silent) {}

  /**
   * Opens a handle.
   *
   * @param member one of the ring, which this user administers
   * @throws EvsException ACCESS if this user does not administer the node
   */
  public FlightQuery(EvsMember member) {
    query = new AgentQuery<>(member::openOperator, StatusMessage.GROUP, FlightQuery::read);
  }

  private static Optional<FlightLog> read(NodeId from, byte[] payload) throws IOException {
    Optional<StatusMessage> answer =
        StatusMessage.parse(payload)
            .filter(each -> each.kind() == StatusMessage.Kind.FLIGHT_ANSWER);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(FlightText.read(answer.get().text()))
        .filter(log -> log.source().node() == from.value());
  }

  /**
   * Asks.
   *
   * @param patience how long those that do not answer are waited for
   * @throws EvsException TIMEOUT if the ring itself does not answer; what ended the handle, if it
   *     ended
   */
  public Answers ask(Duration patience) {
    StatusMessage question =
        new StatusMessage(StatusMessage.Kind.FLIGHT_QUESTION, NUMBER, query.reply());
    query.ask(question.bytes(), log -> true, patience);
    Set<NodeId> silent = new TreeSet<>(query.members());
    silent.removeAll(query.answers().keySet());
    return new Answers(query.answers(), List.copyOf(silent));
  }

  @Override
  public void close() {
    query.close();
  }
}
