package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.evs.transport.address.BindErrors;
import io.evs.transport.address.Interfaces;
import io.evs.transport.address.OwnAddress;
import io.evs.transport.address.UdpSettings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** UDP by the JDK's channels and one selector thread: works everywhere, one call per datagram. */
public final class UdpNioTransport extends UdpTransport {
  private static final int READ_BATCH = 256;
  private static final long MILLI = 1_000_000L;
  private static final long NAP_NANOS = 50_000L;

  private final DatagramChannel unicast;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final OwnAddress own;
  private final Selector selector;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closing;
  private volatile Thread thread;
  private Handler handler;

  private UdpNioTransport(DatagramChannel unicast, UdpSettings settings) throws IOException {
    super(
        (InetSocketAddress) unicast.getLocalAddress(),
        unicast.getOption(StandardSocketOptions.SO_RCVBUF),
        settings);
    this.unicast = unicast;
    this.own = new OwnAddress(local);
    this.selector = Selector.open();
    channels.add(unicast);
  }

  /**
   * Binds the sockets.
   *
   * @throws IOException one sentence for the user
   */
  public static UdpNioTransport bind(UdpSettings settings) throws IOException {
    List<DatagramChannel> open = new ArrayList<>();
    UdpNioTransport transport = null;
    try {
      DatagramChannel unicast = bindUnicast(settings);
      open.add(unicast);
      NetworkInterface on = null;
      if (settings.multicast().isPresent()) {
        UdpSettings.Multicast multicast = settings.multicast().get();
        on = Interfaces.forMulticast(settings.bind(), multicast);
        unicast.setOption(StandardSocketOptions.IP_MULTICAST_IF, on);
        unicast.setOption(StandardSocketOptions.IP_MULTICAST_TTL, multicast.ttl());
        unicast.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      }
      transport = new UdpNioTransport(unicast, settings);
      if (on != null) {
        DatagramChannel group = bindGroup(settings, on);
        open.add(group);
        transport.channels.add(group);
      }
      for (DatagramChannel each : transport.channels) {
        each.configureBlocking(false);
        each.register(transport.selector, SelectionKey.OP_READ);
      }
      return transport;
    } catch (IOException | RuntimeException error) {
      if (transport != null) {
        transport.selector.close();
      }
      for (DatagramChannel each : open) {
        each.close();
      }
      throw error;
    }
  }

  private static DatagramChannel bindUnicast(UdpSettings settings) throws IOException {
    IOException last = null;
    for (int port : settings.ports()) {
      DatagramChannel channel = DatagramChannel.open(family(settings.bind()));
      try {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.bufferBytes());
        channel.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
        return channel.bind(new InetSocketAddress(settings.bind(), port));
      } catch (IOException error) {
        channel.close();
        last = error;
        if (!BindErrors.isInUse(error)) {
          break;
        }
      }
    }
    throw BindErrors.explain(settings.bind(), settings.ports(), last);
  }

  private static DatagramChannel bindGroup(UdpSettings settings, NetworkInterface on)
      throws IOException {
    UdpSettings.Multicast multicast = settings.multicast().orElseThrow();
    DatagramChannel channel = DatagramChannel.open(family(multicast.group()));
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.bufferBytes());
      try {
        // Bound to the group's address the socket gets nothing that is sent to other addresses.
        channel.bind(new InetSocketAddress(multicast.group(), multicast.port()));
      } catch (IOException onlyWildcard) {
        channel.bind(new InetSocketAddress(multicast.port()));
      }
      channel.join(multicast.group(), on);
      return channel;
    } catch (IOException error) {
      channel.close();
      throw BindErrors.explain(multicast.group(), List.of(multicast.port()), error);
    }
  }

  private static ProtocolFamily family(InetAddress address) {
    return address instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  @Override
  public void start(Handler toCall) {
    handler = toCall;
    Thread loop = new Thread(this::run, "evs-nio-" + local.getPort());
    loop.setDaemon(true);
    thread = loop;
    loop.start();
  }

  private void run() {
    Throwable failure = null;
    try {
      handler.turn();
      while (!closing) {
        await();
        boolean again = true;
        // Everything the socket holds is handed over in batches, with a turn after each.
        while (again && !closing) {
          again = readBatch();
          woken.set(false);
          forgetPassedDeadline();
          handler.turn();
        }
      }
    } catch (Throwable error) {
      failure = error;
    }
    closeSockets();
    try {
      handler.closed(failure);
    } finally {
      ended.countDown();
    }
  }

  /** Waits for a datagram, a wake-up or the deadline; the selector itself counts milliseconds. */
  private void await() throws IOException {
    while (!closing && !woken.get()) {
      long left = deadline == Long.MAX_VALUE ? 1000 * MILLI : deadline - System.nanoTime();
      int ready;
      if (left <= 0) {
        ready = selector.selectNow();
      } else if (left >= MILLI) {
        ready = selector.select(left / MILLI);
      } else {
        ready = selector.selectNow();
        if (ready == 0) {
          LockSupport.parkNanos(Math.min(left, NAP_NANOS));
        }
      }
      if (ready > 0 || left <= 0) {
        break;
      }
    }
    selector.selectedKeys().clear();
  }

  /** Reads at most a batch; whether there may be more. */
  private boolean readBatch() {
    int count = readGroup(0);
    while (count < READ_BATCH) {
      InetSocketAddress from = receive(unicast);
      if (from == null) {
        break;
      }
      count++;
      Packet packet = accept(from);
      if (packet != null) {
        // A token is sent behind its data: those that arrived meanwhile go first.
        count = readGroup(count);
        handler.datagram(packet, from);
      }
    }
    return count >= READ_BATCH;
  }

  /** Reads the group's socket, if there is one, until the batch is full. */
  private int readGroup(int before) {
    int count = before;
    for (int i = 1; i < channels.size(); i++) {
      InetSocketAddress from;
      while (count < READ_BATCH && (from = receive(channels.get(i))) != null) {
        count++;
        Packet packet = accept(from);
        if (packet != null) {
          handler.datagram(packet, from);
        }
      }
    }
    return count;
  }

  /** Reads one datagram into the buffer; null if there is none. */
  private InetSocketAddress receive(DatagramChannel channel) {
    for (int attempt = 0; attempt < READ_BATCH; attempt++) {
      in.clear();
      try {
        return (InetSocketAddress) channel.receive(in);
      } catch (IOException refusedByPeer) {
        // An ICMP error of an earlier send; the socket is as good as before.
        counters.sendErrors++;
      }
    }
    return null;
  }

  /** A packet with what the buffer holds; null if it is to be dropped. */
  private Packet accept(InetSocketAddress from) {
    int length = in.flip().remaining();
    if (length == 0) {
      counters.emptyDropped++;
      return null;
    }
    if (own.is(from)) {
      counters.ownDropped++;
      return null;
    }
    counters.datagramsIn++;
    counters.bytesIn += length;
    Packet packet = handler.acquire(length);
    in.get(packet.data(), 0, length);
    packet.length(length);
    return packet;
  }

  private void closeSockets() {
    try {
      for (DatagramChannel each : channels) {
        each.close();
      }
      selector.close();
    } catch (IOException ignored) {
      counters.sendErrors++;
    }
  }

  @Override
  public String kind() {
    return "nio";
  }

  @Override
  public void flush() {
    for (int i = 0; i < outbox.size(); i++) {
      Packet packet = outbox.packet(i);
      for (InetSocketAddress to : outbox.destinations(i)) {
        send(packet, to);
      }
    }
    outbox.clear();
  }

  private void send(Packet packet, InetSocketAddress to) {
    out.clear();
    out.put(packet.data(), 0, packet.length()).flip();
    try {
      if (unicast.send(out, to) == 0 && packet.length() > 0) {
        counters.sendsDropped++;
        return;
      }
      counters.sent(1, packet.length());
    } catch (IOException | RuntimeException unreachable) {
      // No route, refused, family not supported: as lost on the way, which the ring repairs.
      counters.sendErrors++;
    }
  }

  @Override
  public void wakeup() {
    if (!closing && woken.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  @Override
  public void close() {
    closing = true;
    Thread loop = thread;
    if (loop == null) {
      closeSockets();
      return;
    }
    if (loop == Thread.currentThread()) {
      return;
    }
    selector.wakeup();
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException stop) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
