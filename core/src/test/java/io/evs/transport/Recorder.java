package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.evs.totem.wire.PacketPool;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A handler that keeps what arrives and runs what a test wants done on the loop. */
final class Recorder implements Transport.Handler {
  final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  final BlockingQueue<InetSocketAddress> senders = new LinkedBlockingQueue<>();
  final BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
  final CountDownLatch closed = new CountDownLatch(1);
  final List<Long> turns = new ArrayList<>();
  private final BlockingQueue<Consumer<Transport>> tasks = new LinkedBlockingQueue<>();
  private final PacketPool pool = new PacketPool(2048, 64);
  private final Transport transport;

  Recorder(Transport transport) {
    this.transport = transport;
    transport.start(this);
  }

  @Override
  public boolean admits(InetSocketAddress from) {
    return true;
  }

  @Override
  public void refused(Packet packet) {
    pool.release(packet);
  }

  /** Runs a task in a turn of the loop and waits for it. */
  void onLoop(Consumer<Transport> task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    tasks.add(
        each -> {
          try {
            task.accept(each);
          } finally {
            done.countDown();
          }
        });
    transport.wakeup();
    if (!done.await(5, TimeUnit.SECONDS)) {
      throw new AssertionError("the loop did not turn");
    }
  }

  Packet packet(int length, int mark) {
    Packet packet = pool.acquire(length);
    packet.length(length);
    for (int i = 0; i < length; i++) {
      packet.data()[i] = (byte) (mark + i);
    }
    return packet;
  }

  byte[] next() throws InterruptedException {
    byte[] bytes = received.poll(5, TimeUnit.SECONDS);
    if (bytes == null) {
      throw new AssertionError("nothing arrived");
    }
    return bytes;
  }

  @Override
  public Packet acquire(int bytes) {
    return pool.acquire(bytes);
  }

  @Override
  public void datagram(Packet packet, InetSocketAddress from) {
    received.add(java.util.Arrays.copyOf(packet.data(), packet.length()));
    senders.add(from);
    pool.release(packet);
  }

  @Override
  public void turn() {
    turns.add(System.nanoTime());
    Consumer<Transport> task;
    while ((task = tasks.poll()) != null) {
      task.accept(transport);
    }
    pool.recycle();
  }

  @Override
  public void closed(Throwable error) {
    if (error != null) {
      errors.add(error);
    }
    closed.countDown();
  }
}
