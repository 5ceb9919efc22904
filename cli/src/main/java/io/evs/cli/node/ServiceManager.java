package io.evs.cli.node;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells systemd, if it started this process with Type=notify, how far it is. */
final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final long WAIT_SECONDS = 2;

  private final String address;

  ServiceManager(Map<String, String> environment) {
    address = environment.getOrDefault("NOTIFY_SOCKET", "");
  }

  /** Sends lines such as READY=1; nothing happens if nobody asked for them. */
  void tell(String... lines) {
    if (address.isEmpty()) {
      return;
    }
    if (!Epoll.isAvailable()) {
      LOG.warn("systemd is not told {}: native sockets are not available", String.join(" ", lines));
      return;
    }
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      Channel channel =
          new Bootstrap()
              .group(group)
              .channel(EpollDomainDatagramChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(new DomainSocketAddress(path()))
              .sync()
              .channel();
      byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
      channel.writeAndFlush(Unpooled.wrappedBuffer(text)).sync();
      channel.close().sync();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      LOG.warn("systemd at {} is not told: {}", address, failed.toString());
    } finally {
      group
          .shutdownGracefully(0, WAIT_SECONDS, TimeUnit.SECONDS)
          .awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** An address in the abstract name space is written with an at sign. */
  private String path() {
    return address.startsWith("@") ? "\0" + address.substring(1) : address;
  }
}
