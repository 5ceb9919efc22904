package io.evs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("SEC-S2: what a request may cost is bounded, in bytes and in time")
class HttpDoorTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static HttpDoor door(Duration limit) throws IOException {
    return new HttpDoor(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        path -> HttpDoor.Answer.text(200, path),
        limit);
  }

  private static String answer(HttpDoor door, String request) throws IOException {
    try (Socket socket = new Socket(door.address().getAddress(), door.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aLongRequestLineIsRefusedBeforeItIsRead() throws IOException {
    try (HttpDoor door = door(LONG)) {
      String line = "GET /" + "x".repeat(HttpDoor.HEAD_MAX_BYTES);
      assertThat(answer(door, line)).startsWith("HTTP/1.1 431 ").contains("at most 8192 bytes");
      String headers = "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(HttpDoor.HEAD_MAX_BYTES / 6);
      assertThat(answer(door, headers)).startsWith("HTTP/1.1 431 ");
      assertThat(answer(door, "GET /x?y HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\n/x");
      assertThat(answer(door, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }
  }

  /** More than all buffers hold: it is not read to its end. */
  @Test
  void anEndlessRequestIsEnded() throws IOException {
    try (HttpDoor door = door(LONG);
        Socket socket = new Socket(door.address().getAddress(), door.address().getPort())) {
      byte[] some = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      boolean ended = false;
      for (int i = 0; i < 256 && !ended; i++) {
        try {
          socket.getOutputStream().write(some);
        } catch (SocketException reset) {
          ended = true;
        }
      }
      assertThat(ended).isTrue();
    }
  }

  @Test
  void aRequestThatDoesNotArriveInTimeIsEnded() throws IOException {
    try (HttpDoor door = door(Duration.ofMillis(100))) {
      assertThat(answer(door, "GET / HTTP/1.1\r\nX-Half: ")).isEmpty();
    }
  }

  /** A crowd that sends nothing, or keeps what was answered, made a node that is well look ill. */
  @Test
  void whoeverIsHereForLongestMakesRoom() throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try (HttpDoor door = door(LONG)) {
      for (int i = 0; i < 3 * HttpDoor.CONNECTIONS_MAX; i++) {
        Socket socket = new Socket(door.address().getAddress(), door.address().getPort());
        crowd.add(socket);
        String request = i % 2 == 0 ? "GET /" : "GET / HTTP/1.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(answer(door, "GET /health HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    } finally {
      for (Socket each : crowd) {
        each.close();
      }
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws IOException {
    try (HttpDoor door = door(LONG);
        Socket socket = new Socket(door.address().getAddress(), door.address().getPort())) {
      socket.setTcpNoDelay(true);
      for (byte each : "GET /b HTTP/1.1\r\nA: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(each);
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("\r\n\r\n/b");
    }
  }
}
