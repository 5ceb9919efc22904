package io.evs.cli.node;

import io.evs.node.process.RateLog;
import io.evs.text.Causes;
import io.evs.transport.NativeSockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells systemd, if it started this process with Type=notify, how far it is. */
final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final long WAIT_SECONDS = 2;

  /** It is told of every ring. */
  private final RateLog faults;

  private final String address;
  private final String notifyCommand;

  ServiceManager(Map<String, String> environment) {
    this(environment, "systemd-notify", LOG);
  }

  /** With another command that tells systemd, and another log, for tests. */
  ServiceManager(Map<String, String> environment, String notifyCommand, Logger log) {
    faults = new RateLog(log);
    this.notifyCommand = notifyCommand;
    address = environment.getOrDefault("NOTIFY_SOCKET", "");
  }

  /** Sends lines such as READY=1; nothing happens if nobody asked for them. */
  void tell(String... lines) {
    if (address.isEmpty()) {
      return;
    }
    if (!NativeSockets.areAvailable()) {
      tellByCommand(lines);
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
      warn("is not told: " + Causes.of(failed));
    } finally {
      group
          .shutdownGracefully(0, WAIT_SECONDS, TimeUnit.SECONDS)
          .awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * The JDK sends no datagrams to Unix sockets. The message is then of another process: systemd
   * takes it as this one's if the command runs as root, or with NotifyAccess=all.
   */
  void tellByCommand(String... lines) {
    List<String> command = new ArrayList<>();
    command.add(notifyCommand);
    command.add("--pid=" + ProcessHandle.current().pid());
    command.addAll(List.of(lines));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        warn("is not told: " + notifyCommand + " does not end");
      } else if (process.exitValue() != 0) {
        warn("is not told: " + notifyCommand + " failed with status " + process.exitValue());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException none) {
      warn(
          "is not told that this node is ready: there is neither a native library nor "
              + notifyCommand
              + "; set TMPDIR to a folder from which programs may run, or Type=exec in the unit");
    }
  }

  private void warn(String what) {
    faults.warn(System.nanoTime(), "systemd at " + address + " " + what);
  }

  /** An address in the abstract name space is written with an at sign. */
  private String path() {
    return address.startsWith("@") ? "\0" + address.substring(1) : address;
  }
}
