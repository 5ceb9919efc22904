package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.evs.transport.address.Interfaces;
import io.evs.transport.address.OwnAddress;
import io.evs.transport.address.UdpSettings;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * UDP on Linux's epoll: runs of packets to the same destinations leave as segmented sends (GSO),
 * and trains that arrive glued (GRO) are split here.
 */
public final class UdpEpollTransport extends UdpTransport {
  private static final long CLOSE_WAIT_SECONDS = 5;

  private final SingleThreadIoEventLoop loop;
  private final List<EpollDatagramChannel> channels = new ArrayList<>();
  private final EpollSender sender;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Runnable turn = this::turn;
  private final Runnable alarm = this::alarm;
  private final ArrayDeque<Packet> keptPackets = new ArrayDeque<>();
  private final ArrayDeque<InetSocketAddress> keptSenders = new ArrayDeque<>();
  private volatile boolean started;
  private Handler handler;
  private boolean ended;
  private boolean turnQueued;
  private ScheduledFuture<?> armed;
  private long armedAt;

  private UdpEpollTransport(
      SingleThreadIoEventLoop loop, EpollDatagramChannel unicast, UdpSettings settings) {
    super(unicast.localAddress(), unicast.config().getReceiveBufferSize(), settings);
    this.loop = loop;
    int headerBytes = local.getAddress() instanceof Inet6Address ? 48 : 28;
    this.sender = new EpollSender(unicast, outbox, counters, mtu().bytes() - headerBytes);
    channels.add(unicast);
  }

  /**
   * Binds the sockets.
   *
   * @throws IOException one sentence for the user
   */
  public static UdpEpollTransport bind(UdpSettings settings) throws IOException {
    EpollSockets.warmUpAllocator();
    // One loop without a group: closing it starts no helper thread that would delay the JVM's end.
    SingleThreadIoEventLoop loop =
        new SingleThreadIoEventLoop(null, UdpEpollTransport::daemon, EpollIoHandler.newFactory());
    try {
      EpollDatagramChannel unicast = EpollSockets.unicast(loop, settings);
      UdpEpollTransport transport = new UdpEpollTransport(loop, unicast, settings);
      if (settings.multicast().isPresent()) {
        UdpSettings.Multicast multicast = settings.multicast().get();
        NetworkInterface on = Interfaces.forMulticast(settings.bind(), multicast);
        EpollSockets.sendMulticastsOn(unicast, multicast, on);
        transport.channels.add(EpollSockets.group(loop, settings, on));
      }
      OwnAddress own = new OwnAddress(transport.local);
      for (EpollDatagramChannel each : transport.channels) {
        boolean behindData = each == unicast && transport.channels.size() > 1;
        each.pipeline().addLast(new EpollReceiver(transport, own, transport.counters, behindData));
      }
      return transport;
    } catch (IOException | RuntimeException error) {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw error;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "evs-epoll");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void start(Handler toCall) {
    loop.execute(
        () -> {
          handler = toCall;
          started = true;
          turn();
          for (EpollDatagramChannel each : channels) {
            each.config().setAutoRead(true);
          }
        });
  }

  Handler handler() {
    return handler;
  }

  /** Runs a turn after all sockets that are ready now have been read. */
  void turnSoon() {
    if (!turnQueued) {
      turnQueued = true;
      loop.execute(turn);
    }
  }

  /**
   * Keeps a datagram of the unicast socket until the group's socket has been read in this pass of
   * the loop: a token is sent behind its data, and read before them would ask for what is here.
   */
  void deliverAtTurn(Packet packet, InetSocketAddress from) {
    keptPackets.add(packet);
    keptSenders.add(from);
  }

  private void turn() {
    turnQueued = false;
    if (ended || handler == null) {
      return;
    }
    try {
      while (!keptPackets.isEmpty()) {
        handler.datagram(keptPackets.remove(), keptSenders.remove());
      }
    } catch (Throwable error) {
      end(error);
    }
    runTurn();
  }

  /** A turn of the handler, with the datagrams it was given so far. */
  void runTurn() {
    woken.set(false);
    if (ended) {
      return;
    }
    forgetPassedDeadline();
    try {
      handler.turn();
      arm();
    } catch (Throwable error) {
      end(error);
    }
  }

  private void alarm() {
    armed = null;
    if (deadline - System.nanoTime() <= 0) {
      turn();
    } else {
      arm();
    }
  }

  /** One timer is outstanding at most; a later deadline waits until it fires. */
  private void arm() {
    if (deadline == Long.MAX_VALUE || ended) {
      return;
    }
    if (armed != null) {
      if (armedAt - deadline <= 0) {
        return;
      }
      armed.cancel(false);
    }
    armedAt = deadline;
    long delay = Math.max(0, deadline - System.nanoTime());
    armed = loop.schedule(alarm, delay, TimeUnit.NANOSECONDS);
  }

  /** Closes the sockets and tells the handler, once. */
  void end(Throwable error) {
    if (ended) {
      return;
    }
    ended = true;
    if (armed != null) {
      armed.cancel(false);
    }
    for (EpollDatagramChannel each : channels) {
      each.close();
    }
    try {
      if (handler != null) {
        handler.closed(error);
      }
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  @Override
  public String kind() {
    return "epoll";
  }

  @Override
  public void flush() {
    sender.flush();
  }

  void sendFailed() {
    sender.failed();
  }

  @Override
  public void wakeup() {
    if (started && woken.compareAndSet(false, true)) {
      try {
        loop.execute(turn);
      } catch (RejectedExecutionException closed) {
        woken.set(false);
      }
    }
  }

  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      try {
        loop.execute(() -> end(null));
      } catch (RejectedExecutionException alreadyEnded) {
        return;
      }
    }
    if (loop.inEventLoop()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      loop.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
