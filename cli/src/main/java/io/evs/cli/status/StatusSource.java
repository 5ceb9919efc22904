package io.evs.cli.status;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.node.NodeStatus;

/** A running node that can be asked. */
public interface StatusSource extends AutoCloseable {
  /** What it knows of itself now. */
  NodeStatus status();

  /** A handle on it. */
  Evs open(EvsListener listener);

  @Override
  void close();
}
