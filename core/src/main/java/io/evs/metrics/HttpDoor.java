package io.evs.metrics;

import io.evs.node.process.DaemonThreads;
import io.evs.node.process.RateLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
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
  private static final int READ_BYTES = 1 << 10;
  static final int CONNECTIONS_MAX = 128;
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

  /** Since when a connection is here, and until when it may be; System.nanoTime(). */
  private record Stay(long since, long deadline) {}

  private final ServerSocket server;
  private final RateLog faults = new RateLog(LOG);
  private final Function<String, Answer> pages;
  private final long requestNanos;
  private final Map<Socket, Stay> stays = new ConcurrentHashMap<>();

  /** One for each connection, and for those that were ended and have not noticed. */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          2 * CONNECTIONS_MAX,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          DaemonThreads.named("evs-metrics"));

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
    DaemonThreads.of("evs-metrics-accept", this::accept).start();
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

  /**
   * Where there are too many, whoever is here for longest goes: those who send nothing, or keep
   * what they have, do not keep out a probe that is answered at once.
   */
  private void admit(Socket client) {
    if (stays.size() >= CONNECTIONS_MAX) {
      long now = System.nanoTime();
      stays.entrySet().stream()
          .max(Comparator.comparingLong(each -> now - each.getValue().since()))
          .ifPresent(each -> end(each.getKey()));
    }
    long since = System.nanoTime();
    stays.put(client, new Stay(since, since + requestNanos));
    try {
      threads.execute(() -> serve(client));
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      end(client);
    }
  }

  /** Unless it was ended. */
  private void limit(Socket client, long nanos) {
    long deadline = System.nanoTime() + nanos;
    stays.computeIfPresent(client, (socket, stay) -> new Stay(stay.since(), deadline));
  }

  /** Ends what takes too long: its thread finds the socket closed. */
  private void sweep() {
    long now = System.nanoTime();
    stays.forEach(
        (client, stay) -> {
          if (now - stay.deadline() > 0) {
            end(client);
          }
        });
  }

  private void end(Socket client) {
    stays.remove(client);
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
    byte[] bytes = new byte[HEAD_MAX_BYTES + READ_BYTES];
    int size = 0;
    while (size <= HEAD_MAX_BYTES) {
      int count = in.read(bytes, size, READ_BYTES);
      if (count < 0) {
        throw new IOException("it was not complete");
      }
      // Only what is new, and what it may end: it may come byte by byte.
      boolean ends = hasEmptyLine(bytes, Math.max(0, size - 3), size + count);
      size += count;
      if (ends) {
        break;
      }
    }
    return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
  }

  private static boolean hasEmptyLine(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return text.contains("\r\n\r\n") || text.contains("\n\n");
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
    stays.keySet().forEach(this::end);
    threads.shutdownNow();
  }
}
