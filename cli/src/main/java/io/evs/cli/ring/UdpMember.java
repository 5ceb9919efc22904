package io.evs.cli.ring;

import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.NodeId;
import io.evs.node.EvsNode;
import io.evs.node.NodeStatus;
import io.evs.node.StatusQuery;
import io.evs.transport.LinkFaults;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** A real member. */
public final class UdpMember implements RingMember {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EvsNode node;

  /** The member's own thread, once it has had something for a handle. */
  private volatile Thread loop;

  private UdpMember(EvsNode node) {
    this.node = node;
    node.closeOnShutdown();
  }

  static RingMember start(EvsConfig config) {
    return new UdpMember(EvsNode.start(config, TraceFile::open));
  }

  /** Starts a node, which goes on where its trace can no longer be written. */
  public static EvsNode startNode(EvsConfig config) {
    return EvsNode.start(config, DaemonTrace::open);
  }

  /** Starts one with faults on its way to the network. */
  public static RingMember startFaulty(EvsConfig config, LinkFaults faults) {
    return new UdpMember(EvsNode.startFaulty(config, TraceFile::open, faults));
  }

  @Override
  public NodeId id() {
    return node.id();
  }

  @Override
  public Evs open(EvsListener listener) {
    Evs handle = node.open(listener);
    handle.onReadable(this::noteThread);
    return handle;
  }

  @Override
  public Evs openOperator(EvsListener listener) {
    return node.openOperator(listener);
  }

  private void noteThread() {
    if (loop == null) {
      loop = Thread.currentThread();
    }
  }

  @Override
  public boolean awaitOperational(Duration timeout) {
    return awaitMembers(1, timeout);
  }

  @Override
  public boolean awaitMembers(int count, Duration timeout) {
    try {
      node.awaitMembers(count, timeout);
      return true;
    } catch (EvsException e) {
      if (e.code() == EvsException.Code.TIMEOUT) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Map<String, Long> counters() {
    return node.status().counters();
  }

  @Override
  public NodeStatus status() {
    return node.status();
  }

  @Override
  public StatusQuery.Answers askAll(Duration patience) {
    return StatusQuery.once(node, patience);
  }

  @Override
  public long cpuNanos() {
    Thread thread = loop;
    return thread == null ? 0 : Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
  }

  @Override
  public long daemonCpuNanos() {
    return 0;
  }

  @Override
  public InetSocketAddress address() {
    return node.address();
  }

  @Override
  public void abort() {
    node.abort();
  }

  @Override
  public void close() {
    node.close();
  }
}
