package io.evs.cli.why;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeId;
import io.evs.flight.FlightLog;
import io.evs.ipc.EvsClient;
import io.evs.ipc.NodeOperations;
import io.evs.node.query.FlightQuery;
import io.evs.text.Causes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The flight recorders of a ring: of all members, or of the node alone while no ring works that
 * could carry the question.
 *
 * @param logs by node
 * @param silent members that did not answer
 * @param obstacle why nobody else was asked
 */
record Recorders(Map<NodeId, FlightLog> logs, List<NodeId> silent, Optional<String> obstacle) {
  private static final Duration MARGIN = Duration.ofMillis(500);

  /**
   * Asks for them.
   *
   * @param patience how long the ring and its members are waited for
   * @throws EvsException ACCESS if this user does not administer the node; TIMEOUT if no ring works
   *     and this is the member itself
   */
  static Recorders ask(EvsMember member, Duration patience) {
    Map<NodeId, FlightLog> logs = new LinkedHashMap<>();
    if (member instanceof EvsClient client) {
      logs.put(member.id(), NodeOperations.flight(client));
    }
    try {
      FlightQuery.Answers answers = answers(member, patience);
      logs.putAll(answers.logs());
      List<NodeId> silent = new ArrayList<>(answers.silent());
      silent.removeAll(logs.keySet());
      return new Recorders(logs, silent, Optional.empty());
    } catch (EvsException late) {
      if (late.code() != EvsException.Code.TIMEOUT || logs.isEmpty()) {
        throw late;
      }
      String why =
          "the ring does not answer: only the recorder of " + member.id() + " itself was read";
      return new Recorders(logs, List.of(), Optional.of(why));
    }
  }

  /** To join the group of the answers takes a ring, too: who waits for that is left behind. */
  private static FlightQuery.Answers answers(EvsMember member, Duration patience) {
    CompletableFuture<FlightQuery.Answers> answers = new CompletableFuture<>();
    Thread asking =
        new Thread(
            () -> {
              try (FlightQuery query = new FlightQuery(member)) {
                answers.complete(query.ask(patience));
              } catch (RuntimeException failure) {
                answers.completeExceptionally(failure);
              }
            },
            "evs-recorders");
    asking.setDaemon(true);
    asking.start();
    try {
      return answers.get(patience.plus(MARGIN).toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof EvsException reason
          ? reason
          : new EvsException(
              EvsException.Code.LIBRARY, Causes.of(failed.getCause()), failed.getCause());
    } catch (TimeoutException late) {
      throw new EvsException(EvsException.Code.TIMEOUT, "the ring does not answer", late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted", stop);
    }
  }
}
