package io.evs.cli.ring;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.text.Causes;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * UDP ports of loopback for members that must know each other's before they start: each is kept
 * from others until its member binds it. One thread.
 */
public final class HeldPorts implements AutoCloseable {
  private final List<DatagramSocket> sockets = new ArrayList<>();
  private final List<Integer> numbers;

  /**
   * Takes so many.
   *
   * @throws CliException with exit 3 if there are no more
   */
  public HeldPorts(int count) {
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
      }
    } catch (SocketException e) {
      close();
      throw new CliException(
          ExitCode.UNREACHABLE, "no free UDP port on loopback: " + Causes.of(e), "", e);
    }
    numbers = sockets.stream().map(DatagramSocket::getLocalPort).toList();
  }

  /** The ports, which stay the same. */
  public List<Integer> numbers() {
    return numbers;
  }

  /** Lets go of one, which the caller binds at once. */
  public void release(int index) {
    sockets.get(index).close();
  }

  @Override
  public void close() {
    sockets.forEach(DatagramSocket::close);
  }
}
