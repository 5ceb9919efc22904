package io.evs.cli.ring;

import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.NodeId;
import io.evs.cli.config.Settings;
import io.evs.ipc.EvsClient;
import io.evs.node.NodeStatus;
import io.evs.node.StatusJson;
import io.evs.node.StatusQuery;
import io.evs.text.Causes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The member of the local daemon, whose client this process is. */
public final class DaemonMember implements RingMember {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final EvsClient client;

  private DaemonMember(EvsClient client) {
    this.client = client;
  }

  /**
   * The daemon that serves the socket of a configuration; empty if there is none, or if it is of
   * another ring or node than the configuration gives.
   *
   * @throws EvsException ACCESS if this user may not connect; TIMEOUT if it does not answer
   */
  public static Optional<RingMember> find(Settings settings, Map<String, String> environment) {
    EvsClient client;
    try {
      client = EvsClient.connect(IpcConfigs.socket(settings, environment), "evs");
    } catch (EvsException refused) {
      if (refused.code() == EvsException.Code.TRY_AGAIN) {
        return Optional.empty();
      }
      throw refused;
    }
    if (!fits(client, settings)) {
      client.close();
      return Optional.empty();
    }
    client.closeOnShutdown();
    return Optional.of(new DaemonMember(client));
  }

  private static boolean fits(EvsClient client, Settings settings) {
    boolean ring = settings.text("ring.name").map(client.ringName()::equals).orElse(true);
    boolean node = settings.number("node.id").map(id -> id == client.node().asLong()).orElse(true);
    return ring && node;
  }

  @Override
  public NodeId id() {
    return client.node();
  }

  @Override
  public Evs open(EvsListener listener) {
    return client.open(listener);
  }

  @Override
  public Evs openOperator(EvsListener listener) {
    return client.openOperator(listener);
  }

  @Override
  public boolean awaitOperational(Duration timeout) {
    return awaitMembers(1, timeout);
  }

  @Override
  public boolean awaitMembers(int count, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (client.configuration().members().size() < count) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }

  @Override
  public Map<String, Long> counters() {
    return status().counters();
  }

  @Override
  public NodeStatus status() {
    try {
      return StatusJson.read(client.status());
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  @Override
  public StatusQuery.Answers askAll(Duration patience) {
    try {
      return StatusJson.readAll(client.statusAll(patience));
    } catch (IOException wrong) {
      throw unreadable(wrong);
    }
  }

  private static EvsException unreadable(IOException wrong) {
    return new EvsException(EvsException.Code.LIBRARY, Causes.of(wrong), wrong);
  }

  @Override
  public long cpuNanos() {
    return 1000 * counters().getOrDefault("loop_cpu_microseconds", 0L);
  }

  @Override
  public long daemonCpuNanos() {
    return 1000 * counters().getOrDefault("process_cpu_microseconds", 0L);
  }

  /** Where its clients are: on this machine. */
  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public void abort() {
    client.close();
  }

  @Override
  public void close() {
    client.close();
  }
}
