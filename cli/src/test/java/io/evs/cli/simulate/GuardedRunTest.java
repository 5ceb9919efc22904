package io.evs.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.SimResult;
import io.evs.verify.report.Property;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedRunTest {
  @Test
  void aRunThatNeverEndsFailsAndOthersGoOn() throws InterruptedException {
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    ThreadPoolExecutor workers = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
    try {
      GuardedRun endless = new GuardedRun(7, 300_000_000L);
      endless.start(
          workers,
          () -> {
            while (!Thread.currentThread().isInterrupted()) {
              Thread.onSpinWait();
            }
            return null;
          });
      GuardedRun next = new GuardedRun(8, 30_000_000_000L);
      next.start(workers, () -> SimResult.broken(8, Property.S, "ran"));
      SimResult result = endless.result(workers);
      assertThat(result.ok()).isFalse();
      assertThat(result.summary())
          .startsWith("seed 7: X (engine fault): no end after")
          .contains("GuardedRunTest");
      assertThat(next.result(workers).summary())
          .isEqualTo("seed 8: S (claim of the scenario): ran");
    } finally {
      workers.shutdownNow();
      assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
