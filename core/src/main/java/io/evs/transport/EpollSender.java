package io.evs.transport;

import io.evs.totem.wire.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an outbox through one socket: bursts by GSO, the rest by sendmmsg. Loop thread only. */
final class EpollSender {
  private static final Logger LOG = LoggerFactory.getLogger(EpollSender.class);

  // Errors of a kernel, driver or route that cannot segment (Linux errno, negative in Netty).
  private static final int EIO = -5;
  private static final int EINVAL = -22;
  private static final int EMSGSIZE = -90;

  private final EpollDatagramChannel channel;
  private final ChannelPromise noPromise;
  private final Outbox outbox;
  private final TransportCounters counters;
  private final int segmentMaxBytes;
  private final GenericFutureListener<Future<? super Void>> segmentedListener = this::segmentedSent;
  private boolean segmentation;
  private boolean flushing;
  private boolean segmentedSendFailed;

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
    if (!channel.isWritable()) {
      // The socket's buffer and 8 MiB behind it are full: as lost on the way.
      counters.sendsDropped += outbox.size();
      channel.flush();
      outbox.clear();
      return;
    }
    flushing = true;
    segmentedSendFailed = false;
    writeAll();
    channel.flush();
    if (segmentedSendFailed) {
      // Once in a life: the kernel refused, so everything goes again one by one. What did leave
      // arrives twice, which the ring ignores.
      segmentation = false;
      LOG.info("segmented sends are not possible here; sending datagrams one by one");
      writeAll();
      channel.flush();
    }
    flushing = false;
    outbox.clear();
  }

  /** A single datagram was not sent: as lost on the way, which the ring repairs. */
  void failed() {
    counters.sendErrors++;
  }

  private void segmentedSent(Future<? super Void> write) {
    if (write.isSuccess()) {
      return;
    }
    counters.sendErrors++;
    if (flushing && write.cause() instanceof Errors.NativeIoException) {
      int errno = ((Errors.NativeIoException) write.cause()).expectedErr();
      segmentedSendFailed |= errno == EIO || errno == EINVAL || errno == EMSGSIZE;
    }
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
    int bytes = 0;
    for (int i = from; i < end; i++) {
      bytes += outbox.packet(i).length();
    }
    ByteBuf burst = channel.alloc().directBuffer(bytes);
    for (int i = from; i < end; i++) {
      Packet packet = outbox.packet(i);
      burst.writeBytes(packet.data(), 0, packet.length());
    }
    InetSocketAddress[] destinations = outbox.destinations(from);
    int segment = outbox.packet(from).length();
    for (int i = 0; i < destinations.length; i++) {
      boolean last = i == destinations.length - 1;
      ByteBuf content = last ? burst : burst.retainedDuplicate();
      if (end - from > 1) {
        counters.gsoBursts++;
        counters.gsoSegments += end - from;
        channel
            .write(new SegmentedDatagramPacket(content, segment, destinations[i]))
            .addListener(segmentedListener);
      } else {
        channel.write(new DatagramPacket(content, destinations[i]), noPromise);
      }
    }
    counters.sent((long) (end - from) * destinations.length, (long) bytes * destinations.length);
  }
}
