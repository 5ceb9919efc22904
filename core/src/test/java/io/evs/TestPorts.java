package io.evs;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for tests that must know them before they are bound. They are below those that the kernel
 * gives to whoever asks for any (32768 and up), and each process that runs tests has its own, so
 * that one that is free now is not taken by chance before its test binds it.
 */
public final class TestPorts {
  private static final int COUNT = 2_500;
  private static final int PROCESSES = 4;

  /** Surefire counts the processes that it starts from 1. */
  private static final int FLOOR =
      20_000 + Integer.getInteger("surefire.forkNumber", 1) % PROCESSES * COUNT;

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private TestPorts() {}

  /** A port that is free on loopback, for UDP and TCP, and that this process is given only once. */
  public static int unused() {
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FLOOR + NEXT.getAndIncrement() % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("all ports from " + FLOOR + " are taken");
  }

  private static boolean isFree(int port) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket udp = new DatagramSocket(port, loopback);
        ServerSocket tcp = new ServerSocket(port, 1, loopback)) {
      return udp.isBound() && tcp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
