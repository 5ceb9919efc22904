package io.evs.ipc;

import io.evs.EvsException;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightText;
import io.evs.ipc.frame.Protocol;
import io.evs.node.status.EventPage;
import io.evs.text.Causes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What commands ask a local node for, beyond what programs do. Any thread. */
public final class NodeOperations {
  private NodeOperations() {}

  /**
   * The events of the node.
   *
   * @param after number of the event after which they begin; 0 for the first that is kept
   * @param most the latest of them, at most
   */
  public static EventPage events(EvsClient client, long after, int most) {
    String page =
        client.askForText(
            Protocol.EVENTS, Protocol.EVENTS_ARE, to -> to.putLong(after).putInt(most));
    try {
      return EventPage.read(page);
    } catch (IOException wrong) {
      throw new EvsException(
          EvsException.Code.LIBRARY,
          "the node's events cannot be read: " + Causes.of(wrong),
          wrong);
    }
  }

  /**
   * What the flight recorder of the node holds, also while no ring works there.
   *
   * @throws EvsException ACCESS if this user may not administer the node
   */
  public static FlightLog flight(EvsClient client) {
    String text = client.askForText(Protocol.FLIGHT, Protocol.FLIGHT_IS, to -> {});
    try {
      return FlightText.read(text);
    } catch (IOException wrong) {
      throw new EvsException(
          EvsException.Code.LIBRARY,
          "the node's flight recorder cannot be read: " + Causes.of(wrong),
          wrong);
    }
  }

  /**
   * Makes the node leave its ring and its process end, and waits for that.
   *
   * @throws EvsException ACCESS if this user may not administer the node, TIMEOUT if the process is
   *     still there after that time
   */
  public static void leave(EvsClient client, Duration limit) {
    Optional<ProcessHandle> process = ProcessHandle.of(client.pid());
    try {
      client.order(Protocol.CONTROL_LEAVE, "");
    } catch (EvsException ended) {
      // The connection may end before the answer is read.
      if (ended.code() != EvsException.Code.IN_SHUTDOWN) {
        throw ended;
      }
    }
    try {
      if (process.isPresent()) {
        process.get().onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
    } catch (ExecutionException | TimeoutException late) {
      throw new EvsException(
          EvsException.Code.TIMEOUT,
          "the node leaves, but its process "
              + client.pid()
              + " has not ended after "
              + limit.toSeconds()
              + " s: see its log",
          late);
    }
  }

  /**
   * Changes the level from which the node's process logs.
   *
   * @throws EvsException ACCESS if this user may not administer the node
   */
  public static void logLevel(EvsClient client, String level) {
    client.order(Protocol.CONTROL_LOG_LEVEL, level);
  }
}
