package io.evs.node.address;

import io.evs.EvsException;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.RateLog;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks the names of peers up again: every few seconds while a peer is absent, and now and then
 * otherwise, since a name may mean another host. On a thread of its own, never on the loop.
 */
public final class PeerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
  private static final long PERIOD_SECONDS = 3;
  private static final int ROUNDS_WHEN_ALL_ARE_PRESENT = 10;

  private final RateLog log = new RateLog(LOG);
  private final PeerNames names;
  private final BooleanSupplier wanted;
  private final Consumer<PeerNames.Found> changed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("evs-names"));
  private volatile PeerNames.Found last;
  private int rounds;

  /**
   * Not started.
   *
   * @param found what the names meant so far
   * @param wanted whether a peer is absent; may wait for the loop
   * @param changed takes what the names mean now; on this thread
   */
  public PeerWatch(
      PeerNames names,
      PeerNames.Found found,
      BooleanSupplier wanted,
      Consumer<PeerNames.Found> changed) {
    this.names = names;
    this.last = found;
    this.wanted = wanted;
    this.changed = changed;
  }

  /** Starts looking, if there is any name. */
  public void start() {
    if (names.hasNames()) {
      thread.scheduleWithFixedDelay(
          this::quietRound, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void quietRound() {
    try {
      round();
    } catch (EvsException busyOrEnded) {
      LOG.debug("names were not looked up", busyOrEnded);
    } catch (RuntimeException fault) {
      LOG.debug("the names of peers were not looked up again", fault);
      log.warn(
          System.nanoTime(),
          "the names of peers were not looked up again, internal fault: " + fault);
    }
  }

  /** Looks once, if it is time. */
  void round() {
    rounds++;
    boolean due = rounds % ROUNDS_WHEN_ALL_ARE_PRESENT == 0 || !last.unknown().isEmpty();
    if (!due && !wanted.getAsBoolean()) {
      return;
    }
    PeerNames.Found now = names.find();
    if (now.equals(last)) {
      return;
    }
    Set<String> resolved = new TreeSet<>(last.unknown().keySet());
    resolved.removeAll(now.unknown().keySet());
    if (!resolved.isEmpty()) {
      log.warn(System.nanoTime(), "peers that have an address now: " + String.join(", ", resolved));
    }
    last = now;
    changed.accept(now);
  }

  /** Peers that have no address, as they are written. Any thread. */
  public Set<String> unknown() {
    return last.unknown().keySet();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
