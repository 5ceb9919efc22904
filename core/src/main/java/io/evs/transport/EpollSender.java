package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an outbox through one socket: bursts by GSO, the rest by sendmmsg. Loop thread only. */
final class EpollSender {
  private static final Logger LOG = LoggerFactory.getLogger(EpollSender.class);

  // Errors of a kernel, driver or route that cannot segment (Linux errno, negative in Netty).
  private static final int EIO = -5;
  private static final int EINVAL = -22;
  private static final int EMSGSIZE = -90;

  /** A segmented send of this flush. */
  private static final class Burst {
    int from;
    int end;
    InetSocketAddress to;
    ChannelFuture written;
  }

  private final EpollDatagramChannel channel;
  private final ChannelPromise noPromise;
  private final Outbox outbox;
  private final TransportCounters counters;
  private final int segmentMaxBytes;
  private final List<Burst> bursts = new ArrayList<>();
  private int burstCount;
  private boolean segmentation;

  EpollSender(
      EpollDatagramChannel channel,
      Outbox outbox,
      TransportCounters counters,
      int segmentMaxBytes) {
    this.channel = channel;
    // Failures of writes with this promise arrive in exceptionCaught.
    this.noPromise = channel.voidPromise();
    this.outbox = outbox;
    this.counters = counters;
    this.segmentMaxBytes = segmentMaxBytes;
    this.segmentation = EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  void flush() {
    if (outbox.size() == 0) {
      return;
    }
    if (channel.isWritable()) {
      writeAll();
    } else {
      // The socket's buffer and 8 MiB behind it are full: as lost on the way.
      counters.sendsDropped += outbox.size();
    }
    channel.flush();
    if (burstCount > 0) {
      checkBursts();
    }
    outbox.clear();
  }

  /** A single datagram was not sent: as lost on the way, which the ring repairs. */
  void failed() {
    counters.sendErrors++;
  }

  private void writeAll() {
    int from = 0;
    while (from < outbox.size()) {
      int runEnd = outbox.runEnd(from);
      while (from < runEnd) {
        int end = segmentation ? Bursts.end(outbox, from, runEnd, segmentMaxBytes) : from + 1;
        write(from, end);
        from = end;
      }
    }
  }

  /** Writes packets {@code from..end} to each of their destinations, from one copy. */
  private void write(int from, int end) {
    ByteBuf bytes = copy(from, end);
    int length = bytes.readableBytes();
    InetSocketAddress[] destinations = outbox.destinations(from);
    for (int i = 0; i < destinations.length; i++) {
      boolean last = i == destinations.length - 1;
      ByteBuf content = last ? bytes : bytes.retainedDuplicate();
      if (end - from > 1) {
        writeBurst(content, from, end, destinations[i]);
      } else {
        channel.write(new DatagramPacket(content, destinations[i]), noPromise);
      }
    }
    counters.sent((long) (end - from) * destinations.length, (long) length * destinations.length);
  }

  private ByteBuf copy(int from, int end) {
    int length = 0;
    for (int i = from; i < end; i++) {
      length += outbox.packet(i).length();
    }
    ByteBuf bytes = channel.alloc().directBuffer(length);
    for (int i = from; i < end; i++) {
      Packet packet = outbox.packet(i);
      bytes.writeBytes(packet.data(), 0, packet.length());
    }
    return bytes;
  }

  private void writeBurst(ByteBuf content, int from, int end, InetSocketAddress to) {
    if (burstCount == bursts.size()) {
      bursts.add(new Burst());
    }
    Burst burst = bursts.get(burstCount++);
    burst.from = from;
    burst.end = end;
    burst.to = to;
    int segment = outbox.packet(from).length();
    burst.written = channel.write(new SegmentedDatagramPacket(content, segment, to));
    counters.gsoBursts++;
    counters.gsoSegments += end - from;
  }

  /** Sends again, one by one, what the kernel refused to segment. */
  private void checkBursts() {
    for (int i = 0; i < burstCount; i++) {
      Burst burst = bursts.get(i);
      if (isRefusal(burst.written.cause())) {
        resend(burst);
      }
      burst.written = null;
    }
    burstCount = 0;
  }

  private static boolean isRefusal(Throwable cause) {
    if (!(cause instanceof Errors.NativeIoException)) {
      return false;
    }
    int errno = ((Errors.NativeIoException) cause).expectedErr();
    return errno == EIO || errno == EINVAL || errno == EMSGSIZE;
  }

  private void resend(Burst burst) {
    counters.sendErrors++;
    long errorsBefore = counters.sendErrors;
    for (int i = burst.from; i < burst.end; i++) {
      channel.write(new DatagramPacket(copy(i, i + 1), burst.to), noPromise);
    }
    channel.flush();
    // If single datagrams fail as well, the destination is the reason and not the segmentation.
    if (segmentation && counters.sendErrors == errorsBefore) {
      segmentation = false;
      LOG.info("segmented sends are not possible here; sending datagrams one by one");
    }
  }
}
