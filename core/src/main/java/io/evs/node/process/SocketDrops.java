package io.evs.node.process;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Datagrams that Linux dropped because the buffer of this node's socket was full, from the tables
 * of the kernel; always 0 elsewhere. Reads files, so never on the loop.
 */
public final class SocketDrops {
  private static final int ADDRESS = 1;
  private static final int DROPS = 12;

  private final Path table;
  private final String socket;
  private final boolean exact;

  public SocketDrops(InetSocketAddress bound) {
    this(bound, Path.of("/proc/self/net"));
  }

  /** With the tables in another folder, for tests. */
  public SocketDrops(InetSocketAddress bound, Path tables) {
    exact = bound.getAddress() instanceof Inet4Address;
    table = tables.resolve(exact ? "udp" : "udp6");
    byte[] host = bound.getAddress().getAddress();
    String port = String.format(Locale.ROOT, ":%04X", bound.getPort());
    // The kernel prints the address as a number of the machine's own byte order.
    socket =
        exact
            ? String.format(
                Locale.ROOT, "%02X%02X%02X%02X%s", host[3], host[2], host[1], host[0], port)
            : port;
  }

  /** How many so far. */
  public long count() {
    List<String> lines;
    try {
      lines = Files.readAllLines(table);
    } catch (IOException notLinux) {
      return 0;
    }
    long sum = 0;
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      boolean ours =
          words.length > DROPS
              && (exact ? words[ADDRESS].equals(socket) : words[ADDRESS].endsWith(socket));
      sum += ours ? number(words[DROPS]) : 0;
    }
    return sum;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException otherKernel) {
      return 0;
    }
  }
}
