package io.evs.doctor;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.node.query.AgentQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Asks the doctors of all members of a ring for a checkup, from any of them. One thread. */
public final class DoctorQuery implements AutoCloseable {
  private final AgentQuery<CheckupReport> query;
  private final int number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

  /**
   * What came.
   *
   * @param members the members of the ring
   * @param reports by who reported
   * @param late members that have a doctor and did not report in time
   */
  public record Answers(
      List<NodeId> members, Map<NodeId, CheckupReport> reports, Set<NodeId> late) {}

  /**
   * Opens a handle.
   *
   * @param member one of the ring, which this user administers
   * @throws EvsException ACCESS if he does not
   */
  public DoctorQuery(EvsMember member) {
    query = new AgentQuery<>(member::openOperator, DoctorMessage.GROUP, this::read);
  }

  /** A report is of whoever sent it. */
  private Optional<CheckupReport> read(NodeId from, byte[] payload) throws IOException {
    Optional<DoctorMessage> answer =
        DoctorMessage.parse(payload)
            .filter(each -> each.kind() == DoctorMessage.Kind.REPORT && each.number() == number);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(CheckupJson.read(answer.get().text()))
        .filter(report -> report.node().equals(from));
  }

  /**
   * Asks once.
   *
   * @param patience how long reports are waited for; a checkup takes about two seconds
   * @throws EvsException TIMEOUT if the ring does not answer at all
   */
  public Answers ask(Duration patience) {
    DoctorMessage question = new DoctorMessage(DoctorMessage.Kind.QUESTION, number, query.reply());
    Set<NodeId> late = query.ask(question.bytes(), report -> true, patience);
    return new Answers(query.members(), query.answers(), late);
  }

  @Override
  public void close() {
    query.close();
  }
}
