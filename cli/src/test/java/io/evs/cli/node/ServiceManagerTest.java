package io.evs.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.evs.transport.NativeSockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.event.EventRecordingLogger;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

class ServiceManagerTest {
  @TempDir private Path folder;

  private final Queue<SubstituteLoggingEvent> warnings = new LinkedBlockingQueue<>();
  private final Logger log =
      new EventRecordingLogger(new SubstituteLogger("systemd", warnings, true), warnings);

  @Test
  @DisplayName("FIELD-11: without a native library a command tells systemd")
  void aCommandTellsWithoutNativeLibrary() throws Exception {
    Path told = folder.resolve("told");
    Path command = folder.resolve("notify");
    Files.writeString(command, "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + told + "'\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    ServiceManager manager =
        new ServiceManager(Map.of("NOTIFY_SOCKET", "/nowhere"), command.toString(), log);
    manager.tellByCommand("READY=1", "STATUS=ring 1:4 of members 1");
    assertThat(Files.readAllLines(told))
        .isEqualTo(
            List.of(
                "--pid=" + ProcessHandle.current().pid(),
                "READY=1",
                "STATUS=ring 1:4 of members 1"));
  }

  @Test
  @DisplayName("FIELD-11: systemd listens at a path or at a name in the abstract name space")
  void datagramsTellIt() throws Exception {
    assumeTrue(NativeSockets.areAvailable(), "the JDK has no datagrams on Unix sockets");
    String path = folder.resolve("notify").toString();
    String name = "evs-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      for (String address : List.of(path, "\0" + name)) {
        listen(group, address, told);
      }
      for (String address : List.of(path, "@" + name)) {
        ServiceManager manager = new ServiceManager(Map.of("NOTIFY_SOCKET", address), "/none", log);
        manager.tell("READY=1", "STATUS=ring 1:4 of members 1");
        assertThat(told.poll(20, TimeUnit.SECONDS))
            .as(address)
            .isEqualTo("READY=1\nSTATUS=ring 1:4 of members 1");
        manager.tell("STOPPING=1");
        assertThat(told.poll(20, TimeUnit.SECONDS)).as(address).isEqualTo("STOPPING=1");
      }
      // Nobody listens, or nobody asked: the node goes on.
      assertThat(warnings).isEmpty();
      new ServiceManager(Map.of("NOTIFY_SOCKET", path + "-none"), "/none", log).tell("READY=1");
      assertThat(warnings.remove().getMessage()).contains(path + "-none is not told: ");
      new ServiceManager(Map.of(), "/none", log).tell("READY=1");
      assertThat(warnings).isEmpty();
      assertThat(told).isEmpty();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private static void listen(EventLoopGroup group, String address, BlockingQueue<String> told)
      throws InterruptedException {
    new Bootstrap()
        .group(group)
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(
                  ChannelHandlerContext context, DomainDatagramPacket packet) {
                told.add(packet.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(new DomainSocketAddress(address))
        .sync();
  }

  @Test
  void aCommandThatIsNotThereOnlyWarns() {
    new ServiceManager(Map.of("NOTIFY_SOCKET", "/nowhere"), folder + "/none", log)
        .tellByCommand("READY=1");
    assertThat(warnings.remove().getMessage())
        .startsWith("systemd at /nowhere is not told")
        .contains(folder + "/none");
    assertThat(warnings).isEmpty();
  }
}
