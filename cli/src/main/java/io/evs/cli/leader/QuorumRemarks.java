package io.evs.cli.leader;

import io.evs.ConfigurationChange;
import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.node.process.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Says each time that the ring is not primary, and so has no leader. */
final class QuorumRemarks implements EvsListener, AutoCloseable {
  private final Consumer<String> remarks;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("evs-leader-quorum"));
  private final Evs handle;
  private boolean told;

  /**
   * Begins with the ring as it is.
   *
   * @param remarks is told, on a thread of its own
   */
  QuorumRemarks(EvsMember member, Consumer<String> remarks) {
    this.remarks = remarks;
    this.handle = member.open(this, thread);
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() != ConfigurationChange.Kind.REGULAR) {
      return;
    }
    boolean lacks = change.primary().equals(Optional.of(false));
    if (lacks && !told) {
      remarks.accept("evs: waiting for quorum: the ring is not primary");
    }
    told = lacks;
  }

  @Override
  public void close() {
    handle.close();
    thread.shutdown();
  }
}
