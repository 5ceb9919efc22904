package io.evs.metrics;

import io.evs.node.RateLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET and HEAD over HTTP/1.1, one request for each connection. What strangers cost is
 * bounded: bytes of a request, time, and connections, each of which has a thread, so that none
 * delays another. Threads are daemons.
 */
final class HttpDoor implements AutoCloseable {
  /** Most bytes of a request line with its headers. */
  static final int HEAD_MAX_BYTES = 8 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final int CONNECTIONS_MAX = 128;
  private static final int BACKLOG = 64;
  private static final int SWEEP_EVERY_MILLIS = 200;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final long AFTER_FAILURE_NANOS = 100_000_000L;
  private static final int DISCARD_MAX_BYTES = 64 << 10;
  private static final Map<Integer, String> PHRASES =
      Map.of(
          200, "OK",
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          431, "Request Header Fields Too Large",
          503, "Service Unavailable");

  /** What is answered. */
  record Answer(int code, String type, String body) {
    static Answer text(int code, String body) {
      return new Answer(code, "text/plain; charset=utf-8", body);
    }
  }

  private final ServerSocket server;
  private final RateLog faults = new RateLog(LOG);
  private final Function<String, Answer> pages;
  private final long requestNanos;
  private final Map<Socket, Long> deadlines = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          CONNECTIONS_MAX,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> thread(task, "evs-metrics"));

  /**
   * Opens it.
   *
   * @param pages the answer for a path; any thread
   * @param requestLimit how long a request may take to arrive
   */
  HttpDoor(InetSocketAddress address, Function<String, Answer> pages, Duration requestLimit)
      throws IOException {
    this.pages = pages;
    this.requestNanos = requestLimit.toNanos();
    this.server = new ServerSocket();
    try {
      server.bind(address, BACKLOG);
      server.setSoTimeout(SWEEP_EVERY_MILLIS);
    } catch (IOException failed) {
      server.close();
      throw failed;
    }
    thread(this::accept, "evs-metrics-accept").start();
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        admit(server.accept());
      } catch (SocketTimeoutException nobodyCame) {
        LOG.trace("nobody came");
      } catch (IOException closedOrNoDescriptors) {
        LOG.debug("no connection is taken: {}", closedOrNoDescriptors.getMessage());
        LockSupport.parkNanos(AFTER_FAILURE_NANOS);
      }
      sweep();
    }
  }

  private void admit(Socket client) {
    limit(client, requestNanos);
    try {
      threads.execute(() -> serve(client));
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      end(client);
    }
  }

  private void limit(Socket client, long nanos) {
    deadlines.put(client, System.nanoTime() + nanos);
  }

  /** Ends what takes too long: its thread finds the socket closed. */
  private void sweep() {
    long now = System.nanoTime();
    deadlines.forEach(
        (client, deadline) -> {
          if (now - deadline > 0) {
            end(client);
          }
        });
  }

  private void end(Socket client) {
    deadlines.remove(client);
    try {
      client.close();
    } catch (IOException goneAlready) {
      LOG.trace("gone already");
    }
  }

  private void serve(Socket client) {
    try {
      String head = head(client.getInputStream());
      limit(client, ANSWER_LIMIT.toNanos());
      answer(client, head);
    } catch (IOException gone) {
      LOG.debug("a request was not answered: {}", gone.getMessage());
    } catch (RuntimeException fault) {
      LOG.debug("a request was not answered", fault);
      faults.warn(System.nanoTime(), "a request was not answered, internal fault: " + fault);
    } finally {
      end(client);
    }
  }

  /** The request up to the empty line; longer than allowed if there is none so early. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] some = new byte[1024];
    while (bytes.size() <= HEAD_MAX_BYTES) {
      int count = in.read(some);
      if (count < 0) {
        throw new IOException("it was not complete");
      }
      bytes.write(some, 0, count);
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
        return text;
      }
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private void answer(Socket client, String head) throws IOException {
    String[] words = head.lines().findFirst().orElse("").split(" ");
    boolean isHead = words[0].equals("HEAD");
    Answer answer;
    String allow = "";
    if (head.length() > HEAD_MAX_BYTES) {
      answer = Answer.text(431, "a request has at most " + HEAD_MAX_BYTES + " bytes here\n");
    } else if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      answer = Answer.text(400, "this is not a request of HTTP/1.1\n");
    } else if (!isHead && !words[0].equals("GET")) {
      allow = "Allow: GET, HEAD\r\n";
      answer = Answer.text(405, "only GET and HEAD are allowed here\n");
    } else {
      answer = pages.apply(words[1].split("\\?", 2)[0]);
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    String lines =
        "HTTP/1.1 "
            + answer.code()
            + " "
            + PHRASES.get(answer.code())
            + "\r\n"
            + "Content-Type: "
            + answer.type()
            + "\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n"
            + allow
            + "Cache-Control: no-store\r\nConnection: close\r\n\r\n";
    OutputStream out = client.getOutputStream();
    out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
    if (!isHead) {
      out.write(body);
    }
    out.flush();
    discardRest(client);
  }

  /** A connection that is closed with bytes unread takes the answer back. */
  private static void discardRest(Socket client) throws IOException {
    client.shutdownOutput();
    byte[] some = new byte[1024];
    int left = DISCARD_MAX_BYTES;
    for (int count = 0; count >= 0 && left > 0; left -= count) {
      count = client.getInputStream().read(some);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException closedAlready) {
      LOG.trace("closed already");
    }
    deadlines.keySet().forEach(this::end);
    threads.shutdownNow();
  }
}
