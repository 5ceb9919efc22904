package io.evs.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.evs.EvsException;
import io.evs.node.NodeStatus;
import io.evs.text.Causes;
import io.evs.transport.PortHolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics} (Prometheus text) and {@code /health} (200 if the node is a working
 * member, else 503) over HTTP. Read-only and without authentication: meant for loopback. Its
 * threads are daemons, at most as many as connections are admitted; slow clients delay nobody.
 */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

  /**
   * A connection that says half a request or reads no answer holds a thread until its time is over:
   * there is one for each that may be open, so that none delays another. Idle ones end.
   */
  private static final int THREADS = 128;

  private static final int WAITING_MAX = 256;
  private static final int BACKLOG = 64;

  static {
    // The JDK's server knows these limits as system properties only, and its own is "never": a
    // client that sends half a request would keep a thread. They hold for the whole process, so
    // that what an application has set itself stays.
    preset("sun.net.httpserver.maxReqTime", "5");
    preset("sun.net.httpserver.maxRspTime", "10");
    preset("sun.net.httpserver.idleInterval", "10");
    preset("jdk.httpserver.maxConnections", String.valueOf(THREADS));
  }

  private static final String JSON = "application/json";

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final StatusCache status;
  private final Readiness readiness;

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private MetricsServer(HttpServer server, Supplier<NodeStatus> status, Readiness readiness) {
    this.server = server;
    this.readiness = readiness;
    this.status = new StatusCache(status);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            task -> {
              Thread thread = new Thread(task, "evs-metrics");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
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
              + ", which is no address and no known host: choose another metrics.address");
    }
    try {
      MetricsServer metrics =
          new MetricsServer(HttpServer.create(address, BACKLOG), status, readiness);
      metrics.server.start();
      if (!metrics.address().getAddress().isLoopbackAddress()) {
        LOG.warn("metrics are served on {}, not loopback: anyone who reaches it reads them", where);
      }
      return metrics;
    } catch (IOException error) {
      throw new EvsException(
          EvsException.Code.NO_RESOURCES,
          "metrics cannot be served on "
              + where
              + (error instanceof java.net.BindException && isInUse(error)
                  ? ", which is in use" + PortHolder.advice("tcp", address.getPort())
                  : " ("
                      + Causes.of(error)
                      + "): choose another metrics.address or metrics.port"),
          error);
    }
  }

  private static boolean isInUse(IOException error) {
    return String.valueOf(error.getMessage()).contains("already in use");
  }

  /** Where it serves, with the real port. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("Connection", "close");
      if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        answer(exchange, 405, "text/plain; charset=utf-8", "only GET and HEAD are allowed here\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics":
          metrics(exchange);
          break;
        case "/health":
          health(exchange);
          break;
        case "/ready":
          ready(exchange);
          break;
        default:
          answer(
              exchange,
              404,
              "text/plain; charset=utf-8",
              "there are /metrics, /health and /ready here\n");
      }
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String text;
    try {
      text = Exposition.of(status.get());
    } catch (EvsException silent) {
      answer(exchange, 503, "text/plain; charset=utf-8", silent.getMessage() + "\n");
      return;
    }
    answer(exchange, 200, Exposition.CONTENT_TYPE, text);
  }

  /** Whether the loop answers; a ring that is being formed anew is no reason to kill a member. */
  private void health(HttpExchange exchange) throws IOException {
    NodeStatus now;
    try {
      now = status.get();
    } catch (EvsException silent) {
      answer(exchange, 503, JSON, Health.silent());
      return;
    }
    String ailment = now.isClosed() ? "the node is closed" : readiness.ailment();
    answer(exchange, ailment.isEmpty() ? 200 : 503, JSON, Health.of(now, ailment));
  }

  /** Whether the node is to be used. */
  private void ready(HttpExchange exchange) throws IOException {
    NodeStatus now;
    try {
      now = status.get();
    } catch (EvsException silent) {
      answer(exchange, 503, JSON, Health.silent());
      return;
    }
    String lack =
        now.isOperational()
            ? readiness.lack(now)
            : "no ring is installed, or another one is formed";
    answer(exchange, lack.isEmpty() ? 200 : 503, JSON, Health.of(now, lack));
  }

  private static void answer(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Stops serving, at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
