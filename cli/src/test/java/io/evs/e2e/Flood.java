package io.evs.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * An attacker's process without the key: records what a ring multicasts, then sends recorded
 * packets, recorded ones with a flipped bit, and random ones behind a right header, in turn, so
 * many per second. Arguments: source address and port, group, port, packets per second, seconds.
 */
final class Flood {
  private static final int RECORDED = 2000;
  private static final int RECORD_MILLIS = 2000;
  private static final int HEADER_BYTES = 18;
  private static final int BATCH = 100;
  private static final long REPORT_NANOS = 100_000_000L;

  private Flood() {}

  /** Prints, ten times a second, how many packets were sent. */
  public static void main(String[] args) throws IOException {
    InetAddress own = InetAddress.getByName(args[0]);
    InetSocketAddress group =
        new InetSocketAddress(InetAddress.getByName(args[2]), Integer.parseInt(args[3]));
    double rate = Double.parseDouble(args[4]);
    long seconds = Long.parseLong(args[5]);
    NetworkInterface on = NetworkInterface.getByInetAddress(own);
    List<byte[]> recorded = record(group, on);
    System.out.println("recorded " + recorded.size());
    int port = Integer.parseInt(args[1]);
    try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress(own, port))) {
      socket.setNetworkInterface(on);
      send(socket, group, recorded, rate, seconds * 1_000_000_000L);
    }
  }

  private static List<byte[]> record(InetSocketAddress group, NetworkInterface on)
      throws IOException {
    List<byte[]> recorded = new ArrayList<>();
    try (MulticastSocket socket = new MulticastSocket(null)) {
      socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      socket.setReuseAddress(true);
      socket.bind(group);
      socket.joinGroup(group, on);
      socket.setSoTimeout(RECORD_MILLIS);
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      while (recorded.size() < RECORDED) {
        packet.setLength(65_536);
        try {
          socket.receive(packet);
        } catch (SocketTimeoutException quiet) {
          if (recorded.isEmpty()) {
            // On a busy machine the ring may begin to speak later than this does to listen.
            continue;
          }
          // What was heard until then has to do.
          break;
        }
        recorded.add(Arrays.copyOf(packet.getData(), packet.getLength()));
      }
    }
    return recorded;
  }

  private static void send(
      MulticastSocket socket,
      InetSocketAddress group,
      List<byte[]> recorded,
      double rate,
      long nanos)
      throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    long begin = System.nanoTime();
    long sent = 0;
    long reports = 1;
    while (System.nanoTime() - begin < nanos) {
      for (int i = 0; i < BATCH; i++) {
        byte[] packet = recorded.get(random.nextInt(recorded.size()));
        int how = (int) (sent++ % 3);
        if (how > 0) {
          packet = packet.clone();
          if (how == 1) {
            packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
          } else {
            byte[] noise = new byte[packet.length];
            random.nextBytes(noise);
            System.arraycopy(packet, 0, noise, 0, HEADER_BYTES);
            packet = noise;
          }
        }
        socket.send(new DatagramPacket(packet, packet.length, group));
      }
      long passed = System.nanoTime() - begin;
      if (passed >= reports * REPORT_NANOS) {
        reports++;
        System.out.println("sent " + sent);
      }
      long due = begin + (long) (sent / rate * 1e9);
      LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
    }
  }
}
