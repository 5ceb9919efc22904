package io.evs.node.address;

import io.evs.EvsConfig;
import io.evs.EvsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Waits until this machine has the address that a node binds to: at boot addresses come late, from
 * DHCP or after IPv6 has asked for duplicates.
 */
public final class AddressWait {
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Runnable attempt;
  private final LongSupplier clock;
  private final LongConsumer pause;

  /** A wait in a time of its own, for tests. */
  AddressWait(Runnable attempt, LongSupplier clock, LongConsumer pause) {
    this.attempt = attempt;
    this.clock = clock;
    this.pause = pause;
  }

  /** A wait for what this configuration binds to. */
  public static AddressWait of(EvsConfig config) {
    return new AddressWait(
        () -> NodeSetup.bindAddress(config), System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * Waits, looking once a second.
   *
   * @param atMost how long; with zero it only looks
   * @param waiting told once, when the wait begins: what is missing, and how long it waits at most
   * @throws EvsException INVALID_PARAM if the address is not there in time
   */
  public void await(Duration atMost, BiConsumer<String, Duration> waiting) {
    long begin = clock.getAsLong();
    boolean told = false;
    while (true) {
      try {
        attempt.run();
        return;
      } catch (EvsException notThere) {
        boolean late = clock.getAsLong() - begin >= atMost.toNanos();
        if (notThere.code() != EvsException.Code.INVALID_PARAM || late) {
          throw notThere;
        }
        if (!told) {
          told = true;
          waiting.accept(notThere.getMessage(), atMost);
        }
        pause.accept(PAUSE_NANOS);
      }
    }
  }
}
