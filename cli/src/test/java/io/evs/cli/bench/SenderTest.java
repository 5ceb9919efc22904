package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
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
                    sleep(200);
                  }
                }),
            300,
            1000);
    assertThat(result.writes()).isEqualTo(300);
    long first = times.get(0);
    assertThat(first - began).isBetween(0L, 100 * MILLI);
    for (int i = 1; i < 300; i++) {
      assertThat(times.get(i) - first).isBetween(i * MILLI - 1, i * MILLI + 1);
    }
    // It was 200 ms late and caught up: the stall costs the messages behind it, not the schedule.
    assertThat(result.nanos()).isBetween(298 * MILLI, 2000 * MILLI);
  }

  @Test
  void aSlowOpenLoopStopsAtOnce() {
    stopped.set(false);
    Evs handle = handle(index -> stopped.set(true));
    long began = System.nanoTime();
    // The second message is due in a second.
    Control.Start start = new Control.Start(1, 16, false, false, 1, 0, Long.MAX_VALUE / 2, 1);
    Sender.Sent result =
        new Sender(handle, BenchMember.DATA, start, times, sent::get, stopped::get).run();
    assertThat(result.writes()).isEqualTo(1);
    assertThat(System.nanoTime() - began).isLessThan(900 * MILLI);
  }

  @Test
  void waitsForItsOwnDeliveriesAndSaysHowLong() {
    AtomicLong delivered = new AtomicLong();
    Thread ring =
        new Thread(
            () -> {
              sleep(100);
              delivered.set(Long.MAX_VALUE / 2);
            });
    ring.start();
    long writes = SendTimes.IN_FLIGHT_MAX + 1000;
    Control.Start start = new Control.Start(1, 0, false, false, 1, writes, 0, 0);
    Sender.Sent result =
        new Sender(
                handle(index -> {}), BenchMember.DATA, start, times, delivered::get, stopped::get)
            .run();
    assertThat(result.writes()).isEqualTo(writes);
    assertThat(result.inFlightWaitNanos()).isPositive().isLessThanOrEqualTo(result.nanos());
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
