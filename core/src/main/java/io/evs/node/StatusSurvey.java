package io.evs.node;

import io.evs.EvsException;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.RateLog;
import io.evs.node.query.AgentQuery;
import io.evs.node.status.StatusJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all members for their status on behalf of a node's clients, who need no right to speak to
 * the members' agents for that. Clients that ask at the same time share a question, and there are
 * at most four questions a second, however many ask.
 *
 * <p>Any thread; it has one of its own, which ends with {@link #close}.
 */
public final class StatusSurvey implements AutoCloseable {
  /** Longest time that answers are waited for. */
  public static final Duration PATIENCE_MAX = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(StatusSurvey.class);
  private static final int ASKERS_MAX = 1024;
  private static final long QUESTION_EVERY_NANOS = 250_000_000L;
  private static final long IDLE_NANOS = 5_000_000_000L;
  private static final long IDLE_WAIT_MILLIS = 100;
  private static final Duration SLICE = Duration.ofMillis(20);

  /** Somebody who waits; the question's number is 0 until it is out. */
  private static final class Asker {
    final Duration patience;
    final long deadline;
    final CompletableFuture<String> result = new CompletableFuture<>();
    int question;

    Asker(Duration patience) {
      this.patience = patience;
      this.deadline = System.nanoTime() + patience.toNanos();
    }
  }

  private final RateLog faults = new RateLog(LOG);
  private final EvsNode node;
  private final ArrayDeque<Asker> arriving = new ArrayDeque<>();
  private final List<Asker> waiting = new ArrayList<>();
  private final Thread thread = DaemonThreads.of("evs-survey", this::run);
  private Optional<StatusQuery> query = Optional.empty();
  private long lastQuestion = System.nanoTime() - QUESTION_EVERY_NANOS;
  private long lastAsker;
  private boolean closed;

  private StatusSurvey(EvsNode node) {
    this.node = node;
  }

  /** Begins to ask for a node, as soon as somebody wants it. */
  public static StatusSurvey start(EvsNode node) {
    StatusSurvey survey = new StatusSurvey(node);
    survey.thread.start();
    return survey;
  }

  /**
   * Asks all members. The result is the document of {@link StatusJson#writeAll}, or fails with an
   * {@link EvsException}: TIMEOUT if the ring did not answer, NO_RESOURCES if 1024 wait already,
   * LIBRARY or IN_SHUTDOWN if the node has ended.
   *
   * @param patience how long those that do not answer are waited for; at most {@link #PATIENCE_MAX}
   */
  public CompletableFuture<String> ask(Duration patience) {
    Asker asker = new Asker(patience.compareTo(PATIENCE_MAX) > 0 ? PATIENCE_MAX : patience);
    synchronized (arriving) {
      if (closed) {
        return CompletableFuture.failedFuture(ending());
      }
      if (arriving.size() >= ASKERS_MAX) {
        return CompletableFuture.failedFuture(
            new EvsException(
                EvsException.Code.NO_RESOURCES,
                "too many clients ask for the status of all members; try again"));
      }
      arriving.add(asker);
      arriving.notifyAll();
    }
    return asker.result;
  }

  private static EvsException ending() {
    return new EvsException(EvsException.Code.IN_SHUTDOWN, "the node is leaving the ring");
  }

  private void run() {
    while (takeArrived()) {
      try {
        work(System.nanoTime());
      } catch (EvsException noAnswer) {
        giveUp(noAnswer);
      } catch (RuntimeException fault) {
        LOG.debug("the question to all members failed", fault);
        faults.warn(
            System.nanoTime(), "the question to all members failed by an internal fault: " + fault);
        giveUp(new EvsException(EvsException.Code.LIBRARY, "internal fault: " + fault, fault));
      }
    }
    giveUp(ending());
  }

  /** Waits for somebody who asks, but not while answers are out; false at the end. */
  private boolean takeArrived() {
    synchronized (arriving) {
      while (!closed && arriving.isEmpty() && waiting.isEmpty() && query.isEmpty()) {
        pause(0);
      }
      if (arriving.isEmpty() && waiting.isEmpty()) {
        pause(IDLE_WAIT_MILLIS);
      }
      waiting.addAll(arriving);
      arriving.clear();
      return !closed;
    }
  }

  private void pause(long millis) {
    if (closed) {
      return;
    }
    try {
      arriving.wait(millis);
    } catch (InterruptedException stop) {
      closed = true;
    }
  }

  private void work(long now) {
    if (waiting.isEmpty()) {
      listenIdly(now);
      return;
    }
    lastAsker = now;
    if (query.isEmpty()) {
      query = Optional.of(new StatusQuery(node));
    }
    StatusQuery asking = query.get();
    asking.listen(SLICE);
    if (waiting.stream().anyMatch(each -> each.question == 0)
        && now - lastQuestion >= QUESTION_EVERY_NANOS
        && asking.tryQuestion()) {
      lastQuestion = now;
      waiting.stream()
          .filter(each -> each.question == 0)
          .forEach(each -> each.question = asking.number());
    }
    settle(asking, System.nanoTime());
  }

  /** An open handle takes part in every configuration change: it is not kept for nothing. */
  private void listenIdly(long now) {
    query.ifPresent(each -> each.listen(Duration.ZERO));
    if (now - lastAsker > IDLE_NANOS) {
      closeQuery();
    }
  }

  private void settle(StatusQuery asking, long now) {
    Map<Integer, String> documents = new HashMap<>();
    for (Iterator<Asker> all = waiting.iterator(); all.hasNext(); ) {
      Asker asker = all.next();
      boolean late = now - asker.deadline >= 0;
      if (asker.question != 0 && (late || asking.isComplete(asker.question))) {
        all.remove();
        asker.result.complete(
            documents.computeIfAbsent(
                asker.question, question -> StatusJson.writeAll(asking.answers(question))));
      } else if (late) {
        all.remove();
        asker.result.completeExceptionally(AgentQuery.silentRing(asker.patience));
      }
    }
  }

  private void giveUp(EvsException reason) {
    waiting.forEach(each -> each.result.completeExceptionally(reason));
    waiting.clear();
    synchronized (arriving) {
      if (closed) {
        arriving.forEach(each -> each.result.completeExceptionally(reason));
        arriving.clear();
      }
    }
    closeQuery();
  }

  private void closeQuery() {
    query.ifPresent(StatusQuery::close);
    query = Optional.empty();
  }

  /** Ends; who waits is told so. */
  @Override
  public void close() {
    synchronized (arriving) {
      closed = true;
      arriving.notifyAll();
    }
  }
}
