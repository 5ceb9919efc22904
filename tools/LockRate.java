import io.evs.ipc.EvsClient;
import io.evs.lock.HeldLock;
import io.evs.lock.Locks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One client of a daemon that takes a lock and releases it, again and again: SOCKET SECONDS. */
final class LockRate {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public static void main(String[] args) throws Exception {
    long seconds = Long.parseLong(args[1]);
    try (EvsClient client = EvsClient.connect(Path.of(args[0]), "lock-rate");
        Locks locks = Locks.open(client)) {
      // The compiler first.
      measure(locks, Math.max(3, seconds / 2));
      Histogram taken = measure(locks, seconds);
      System.out.printf(
          "%,d pairs of lock and unlock per second; to get one takes %,d us (half), %,d us (99 %%), at most %,d us%n",
          taken.getTotalCount() / seconds,
          taken.getValueAtPercentile(50) / 1000,
          taken.getValueAtPercentile(99) / 1000,
          taken.getMaxValue() / 1000);
    }
  }

  private static Histogram measure(Locks locks, long seconds) {
    Histogram taken = new Histogram(3);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
      long asked = System.nanoTime();
      try (HeldLock lock = locks.acquire("rate", false, PATIENCE)) {
        taken.recordValue(System.nanoTime() - asked);
      }
    }
    return taken;
  }
}
