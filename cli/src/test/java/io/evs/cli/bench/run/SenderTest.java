package io.evs.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.cli.bench.result.SendTimes;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SenderTest {
  private static final long MILLI = 1_000_000;
  private final SendTimes times = new SendTimes();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** A handle that only takes messages, and does something at each. */
  private Evs handle(LongConsumer atMessage) {
    return (Evs)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Evs.class},
            (proxy, method, arguments) -> {
              atMessage.accept(sent.getAndIncrement());
              return null;
            });
  }

  private Sender.Sent send(Evs handle, long writes, long perSecond) {
    Control.Start start = new Control.Start(1, 16, false, false, 1, writes, 0, perSecond);
    return new Sender(handle, BenchMember.DATA, start, times, sent::get, stopped::get).run();
  }

  @Test
  void inAnOpenLoopTheTimesAreThoseIntendedWhateverTheRingDoes() {
    long began = System.nanoTime();
    Sender.Sent result =
        send(
            handle(
                index -> {
                  if (index == 10) {
                    stallUntilLateBy(200 * MILLI, index);
                  }
                }),
            300,
            1000);
    assertThat(result.writes()).isEqualTo(300);
    long first = times.get(0);
    assertThat(first - began).isNotNegative();
    for (int i = 1; i < 300; i++) {
      assertThat(times.get(i) - first).isBetween(i * MILLI - 1, i * MILLI + 1);
    }
    // It was 200 ms late and caught up: the stall costs the messages behind it, not the schedule.
    assertThat(result.nanos()).isGreaterThanOrEqualTo(298 * MILLI);
  }

  @Test
  void aSlowOpenLoopStopsAtOnce() {
    stopped.set(false);
    Evs handle = handle(index -> stopped.set(true));
    // The second message is due in a second, and is not sent.
    Control.Start start = new Control.Start(1, 16, false, false, 1, 0, Long.MAX_VALUE / 2, 1);
    Sender.Sent result =
        new Sender(handle, BenchMember.DATA, start, times, sent::get, stopped::get).run();
    assertThat(result.writes()).isEqualTo(1);
  }

  @Test
  void waitsForItsOwnDeliveriesAndSaysHowLong() {
    AtomicLong looks = new AtomicLong();
    // Nothing is delivered until the sender has waited for it a few times.
    LongSupplier delivered =
        () ->
            sent.get() > SendTimes.IN_FLIGHT_MAX && looks.incrementAndGet() > 3
                ? Long.MAX_VALUE / 2
                : 0;
    long writes = SendTimes.IN_FLIGHT_MAX + 1000;
    Control.Start start = new Control.Start(1, 0, false, false, 1, writes, 0, 0);
    Sender.Sent result =
        new Sender(handle(index -> {}), BenchMember.DATA, start, times, delivered, stopped::get)
            .run();
    assertThat(result.writes()).isEqualTo(writes);
    assertThat(result.inFlightWaitNanos()).isPositive().isLessThanOrEqualTo(result.nanos());
  }

  /** The ring stands still until the message is that much behind its schedule. */
  private void stallUntilLateBy(long nanos, long index) {
    while (System.nanoTime() - times.get(index) < nanos) {
      Thread.onSpinWait();
    }
  }
}
