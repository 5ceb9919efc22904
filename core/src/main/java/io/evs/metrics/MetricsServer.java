package io.evs.metrics;

import io.evs.EvsException;
import io.evs.NodeStatus;
import io.evs.text.Causes;
import io.evs.transport.address.PortHolder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} (Prometheus text) and {@code /health} (200 if the node is a working
 * member, else 503) over HTTP. Read-only and without authentication: meant for loopback. Its
 * threads are daemons; slow clients delay nobody, and large requests cost nothing ({@link
 * HttpDoor}).
 */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

  /** How long a request may take to arrive. */
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(5);

  private static final String JSON = "application/json";

  private final HttpDoor door;
  private final StatusCache status;
  private final Readiness readiness;

  private MetricsServer(InetSocketAddress address, Supplier<NodeStatus> status, Readiness readiness)
      throws IOException {
    this.readiness = readiness;
    this.status = new StatusCache(status);
    this.door = new HttpDoor(address, this::page, REQUEST_LIMIT);
  }

  /**
   * Starts serving.
   *
   * @param address where; port 0 takes a free one
   * @param status gives the status of the node; called by the server's threads, at most five times
   *     a second
   * @param readiness what /health and /ready say beyond that
   * @throws EvsException NO_RESOURCES if nothing can be served there, INVALID_PARAM if it is no
   *     address
   */
  public static MetricsServer start(
      InetSocketAddress address, Supplier<NodeStatus> status, Readiness readiness) {
    String where = address.getHostString() + ":" + address.getPort();
    if (address.isUnresolved()) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM,
          "metrics cannot be served on "
              + where
              + ", which is neither an IP address nor a known host: choose another metrics.address");
    }
    try {
      MetricsServer metrics = new MetricsServer(address, status, readiness);
      if (!metrics.address().getAddress().isLoopbackAddress()) {
        LOG.warn("metrics are served on {}, not loopback: anyone who reaches it reads them", where);
      }
      return metrics;
    } catch (IOException error) {
      throw new EvsException(
          EvsException.Code.NO_RESOURCES,
          "metrics cannot be served on "
              + where
              + (error instanceof BindException && isInUse(error)
                  ? ", which is in use" + PortHolder.advice("tcp", address.getPort())
                  : " (" + Causes.of(error) + "): choose another metrics.address or metrics.port"),
          error);
    }
  }

  private static boolean isInUse(IOException error) {
    return String.valueOf(error.getMessage()).contains("already in use");
  }

  /** Where it serves, with the real port. */
  public InetSocketAddress address() {
    return door.address();
  }

  private HttpDoor.Answer page(String path) {
    return switch (path) {
      case "/metrics" -> metrics();
      case "/health" -> health();
      case "/ready" -> ready();
      default -> HttpDoor.Answer.text(404, "there are /metrics, /health and /ready here\n");
    };
  }

  private HttpDoor.Answer metrics() {
    try {
      return new HttpDoor.Answer(200, Exposition.CONTENT_TYPE, Exposition.of(status.get()));
    } catch (EvsException silent) {
      return HttpDoor.Answer.text(503, silent.getMessage() + "\n");
    }
  }

  /** Whether the loop answers; a ring that re-forms is no reason to kill a member. */
  private HttpDoor.Answer health() {
    NodeStatus now;
    try {
      now = status.get();
    } catch (EvsException silent) {
      return new HttpDoor.Answer(503, JSON, Health.silent());
    }
    return verdict(now, now.isClosed() ? "the node is closed" : readiness.ailment());
  }

  /** Whether the node is to be used. */
  private HttpDoor.Answer ready() {
    NodeStatus now;
    try {
      now = status.get();
    } catch (EvsException silent) {
      return new HttpDoor.Answer(503, JSON, Health.silent());
    }
    return verdict(
        now,
        now.isOperational()
            ? readiness.lack(now)
            : "no ring is installed, or another one is formed");
  }

  private static HttpDoor.Answer verdict(NodeStatus now, String lack) {
    return new HttpDoor.Answer(lack.isEmpty() ? 200 : 503, JSON, Health.of(now, lack));
  }

  /** Stops serving, at once. */
  @Override
  public void close() {
    door.close();
  }
}
