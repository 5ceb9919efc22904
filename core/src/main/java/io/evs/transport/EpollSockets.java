package io.evs.transport;

import io.evs.transport.address.BindErrors;
import io.evs.transport.address.UdpSettings;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;

/**
 * Makes the datagram sockets of the epoll transport, with their options. Blocks: not on the loop.
 */
final class EpollSockets {
  // A glued train of datagrams (UDP_GRO) is at most this long.
  private static final int RECEIVE_BYTES = 1 << 16;
  private static final int READS_MAX = 64;

  // Numbers of Linux's headers; the same on x86_64 and aarch64.
  private static final ChannelOption<Integer> V4_MTU_DISCOVER = option("IP_MTU_DISCOVER", 0, 10);
  private static final ChannelOption<Integer> V4_TTL = option("IP_MULTICAST_TTL", 0, 33);
  private static final ChannelOption<Integer> V4_LOOP = option("IP_MULTICAST_LOOP", 0, 34);
  private static final ChannelOption<Integer> V4_ALL = option("IP_MULTICAST_ALL", 0, 49);
  private static final ChannelOption<Integer> V6_HOPS = option("IPV6_MULTICAST_HOPS", 41, 18);
  private static final ChannelOption<Integer> V6_LOOP = option("IPV6_MULTICAST_LOOP", 41, 19);
  private static final ChannelOption<Integer> V6_MTU_DISCOVER = option("IPV6_MTU_DISCOVER", 41, 23);
  private static final ChannelOption<Integer> V6_ALL = option("IPV6_MULTICAST_ALL", 41, 29);

  private EpollSockets() {}

  private static ChannelOption<Integer> option(String name, int level, int number) {
    return new IntegerUnixChannelOption(name, level, number);
  }

  /** The unicast socket, bound to the first port of the settings that is free. */
  static EpollDatagramChannel unicast(EventLoop loop, UdpSettings settings) throws IOException {
    Throwable last = null;
    for (int port : settings.ports()) {
      EpollDatagramChannel channel = open(loop, settings, settings.bind());
      ChannelFuture bound =
          channel.bind(new InetSocketAddress(settings.bind(), port)).awaitUninterruptibly();
      if (bound.isSuccess()) {
        return channel;
      }
      channel.close().awaitUninterruptibly();
      last = bound.cause();
      if (!BindErrors.isInUse(last)) {
        break;
      }
    }
    throw BindErrors.explain(settings.bind(), settings.ports(), last);
  }

  /** Makes multicasts leave from this socket through an interface. */
  static void sendMulticastsOn(
      EpollDatagramChannel channel, UdpSettings.Multicast multicast, NetworkInterface on) {
    channel.config().setNetworkInterface(on);
    boolean six = multicast.group() instanceof Inet6Address;
    set(channel, six ? V6_HOPS : V4_TTL, multicast.ttl());
    set(channel, six ? V6_LOOP : V4_LOOP, 1);
  }

  /** The socket that receives what is sent to the group; several processes may have one. */
  static EpollDatagramChannel group(EventLoop loop, UdpSettings settings, NetworkInterface on)
      throws IOException {
    UdpSettings.Multicast multicast = settings.multicast().orElseThrow();
    EpollDatagramChannel channel = open(loop, settings, multicast.group());
    channel.config().setReuseAddress(true);
    channel.config().setReusePort(true);
    set(channel, multicast.group() instanceof Inet6Address ? V6_ALL : V4_ALL, 0);
    InetSocketAddress address = new InetSocketAddress(multicast.group(), multicast.port());
    // Bound to the group's address the socket gets nothing that is sent to other addresses.
    ChannelFuture done = channel.bind(address).awaitUninterruptibly();
    if (done.isSuccess()) {
      done = channel.joinGroup(address, on).awaitUninterruptibly();
    }
    if (!done.isSuccess()) {
      channel.close().awaitUninterruptibly();
      throw BindErrors.explain(multicast.group(), List.of(multicast.port()), done.cause());
    }
    return channel;
  }

  /**
   * Allocates once in the caller's thread: at the first allocation Netty prepares events for the
   * flight recorder, which takes 100 ms and more, and in the loop would be a pause.
   */
  static void warmUpAllocator() {
    new PooledByteBufAllocator(true, 0, 1, 1 << 13, 0, 0, 0, false).directBuffer(1).release();
  }

  private static EpollDatagramChannel open(
      EventLoop loop, UdpSettings settings, InetAddress address) throws IOException {
    boolean six = address instanceof Inet6Address;
    EpollDatagramChannel channel =
        new EpollDatagramChannel(six ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    channel
        .config()
        .setAutoRead(false)
        .setAllocator(PooledByteBufAllocator.DEFAULT)
        .setRecvByteBufAllocator(
            new FixedRecvByteBufAllocator(RECEIVE_BYTES).maxMessagesPerRead(READS_MAX));
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(4 << 20, 8 << 20));
    channel.config().setReceiveBufferSize(settings.bufferBytes());
    channel.config().setSendBufferSize(settings.sendBufferBytes());
    // Datagrams above the path's MTU (large joins and commit tokens) may be fragmented on the way.
    set(channel, six ? V6_MTU_DISCOVER : V4_MTU_DISCOVER, 0);
    set(channel, EpollChannelOption.UDP_GRO, true);
    ChannelFuture registered = loop.register(channel).awaitUninterruptibly();
    if (!registered.isSuccess()) {
      channel.unsafe().closeForcibly();
      throw new IOException(
          "cannot use epoll ("
              + BindErrors.plain(registered.cause())
              + "): set -Devs.transport=nio",
          registered.cause());
    }
    return channel;
  }

  /** Sets what an older kernel may not know; the transport works without it. */
  private static <T> void set(EpollDatagramChannel channel, ChannelOption<T> option, T value) {
    try {
      channel.config().setOption(option, value);
    } catch (ChannelException unknownHere) {
      org.slf4j.LoggerFactory.getLogger(EpollSockets.class)
          .debug("socket option {} is not available", option.name(), unknownHere);
    }
  }
}
