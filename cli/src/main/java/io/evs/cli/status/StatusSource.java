package io.evs.cli.status;

import io.evs.node.NodeStatus;
import io.evs.node.StatusQuery;
import java.time.Duration;

/** A running node that can be asked. */
public interface StatusSource extends AutoCloseable {
  /** What it knows of itself now. */
  NodeStatus status();

  /**
   * What all members of its ring know of themselves.
   *
   * @param patience how long those that do not answer are waited for
   */
  StatusQuery.Answers askAll(Duration patience);

  @Override
  void close();
}
