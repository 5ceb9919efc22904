package io.evs.node.record;

import io.evs.flight.Refusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Tells of hosts whose packets are refused because they are not listed: each once, at a bounded
 * rate, and only so many. Loop thread only.
 */
public final class UnlistedSources {
  /** Most hosts that are told; those behind them are only counted. */
  static final int TOLD_MAX = 64;

  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private final Logger log;
  private final NodeRecorder recorder;
  private final Set<InetAddress> told = new HashSet<>();
  private boolean news;
  private long toldNanos;

  public UnlistedSources(Logger log, NodeRecorder recorder) {
    this.log = log;
    this.recorder = recorder;
  }

  /** A packet was refused. */
  public void refused(InetSocketAddress from, long now) {
    news = true;
    recorder.refused(now, Refusal.UNLISTED, 0, from);
    boolean tooSoon = !told.isEmpty() && now - toldNanos < INTERVAL_NANOS;
    if (!tooSoon && told.size() < TOLD_MAX && told.add(from.getAddress())) {
      toldNanos = now;
      log.warn(
          "packets from {} are refused, which is not listed as a peer (ring.block_unlisted): if it"
              + " is a member, list the address it sends from",
          from.getAddress().getHostAddress());
    }
  }

  /** Whether any was refused since this was asked last. */
  public boolean takeNews() {
    boolean was = news;
    news = false;
    return was;
  }
}
