package io.evs.node;

import io.evs.EvsConfig;
import io.evs.NodeId;
import io.evs.history.EventHistory;
import io.evs.history.FileFaults;
import io.evs.history.Journal;
import io.evs.node.process.DaemonThreads;
import io.evs.node.process.PacedLog;
import io.evs.node.process.RateLog;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal of a node, with the log and the thread that it needs. */
final class NodeHistory {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private NodeHistory() {}

  /** Reads what earlier starts left; blocks on the disk. */
  static Journal open(EvsConfig config, NodeId node) {
    EventHistory history =
        EventHistory.open(
            config.stateDir(), node, DaemonThreads.named("evs-events"), new Faults(config));
    return new Journal(history, new PacedLog(LOG)::info);
  }

  /** Into the log. */
  private static final class Faults implements FileFaults {
    private final RateLog log = new RateLog(LOG);
    private final EvsConfig config;

    Faults(EvsConfig config) {
      this.config = config;
    }

    @Override
    public void warn(String line) {
      // Rings for a moment remove their folder while they end; for others the ring's state says it.
      if (config.stateDir().filter(Files::isDirectory).isPresent()) {
        log.warn(System.nanoTime(), line);
      }
    }

    @Override
    public void over(String began, String line) {
      log.over(began, line);
    }
  }
}
