package io.evs.shell;

import io.evs.Evs;
import io.evs.Group;
import io.evs.Guarantee;
import io.evs.NodeStatus;
import io.evs.node.handle.ControlGroups;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Verbs that measure. */
final class MeasureVerbs {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration BENCH_LIMIT = Duration.ofMinutes(2);
  private static final long COUNT_MAX = 100_000_000;

  private MeasureVerbs() {}

  static void watch(ShellSession session, Arguments arguments) throws InterruptedException {
    if (!session.isInteractive() && !arguments.has("--count")) {
      throw ShellException.usage("watch in a script needs --count");
    }
    Duration every = arguments.duration("--every", SECOND);
    long count = arguments.number("--count", Long.MAX_VALUE, 1, COUNT_MAX);
    session.line("   msg/s       MB/s  tokens/s  resent/s  members  state");
    NodeStatus before = session.status();
    long beforeNanos = System.nanoTime();
    for (long i = 0; i < count; i++) {
      TimeUnit.NANOSECONDS.sleep(every.toNanos());
      NodeStatus now = session.status();
      long nanos = System.nanoTime();
      double seconds = (nanos - beforeNanos) / 1e9;
      session.line(
          String.format(
              Locale.ROOT,
              "%8.0f %10.3f %9.0f %9.0f %8d  %s",
              grown(before, now, "messages_delivered") / seconds,
              grown(before, now, "message_bytes_delivered") / seconds / 1e6,
              grown(before, now, "tokens") / seconds,
              (now.sentAgain() - before.sentAgain()) / seconds,
              now.members().size(),
              now.state()));
      before = now;
      beforeNanos = nanos;
    }
  }

  private static double grown(NodeStatus before, NodeStatus now, String counter) {
    return now.counters().getOrDefault(counter, 0L) - before.counters().getOrDefault(counter, 0L);
  }

  static void bench(ShellSession session, Arguments arguments) throws InterruptedException {
    int size = (int) arguments.number("--size", 100, 0, Evs.MESSAGE_MAX_BYTES);
    long count = arguments.number("--count", 10_000, 1, COUNT_MAX);
    Guarantee guarantee = arguments.has("--safe") ? Guarantee.SAFE : Guarantee.AGREED;
    session.settle();
    byte[] payload = new byte[size];
    // Nobody is in it: what is measured is the ring's order.
    List<Group> group = List.of(ControlGroups.temporary(ThreadLocalRandom.current().nextLong()));
    long begin = System.nanoTime();
    for (long i = 0; i < count; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      session.handle().multicast(guarantee, group, payload);
    }
    session.result(session.handle().flush(), BENCH_LIMIT);
    double seconds = (System.nanoTime() - begin) / 1e9;
    session.line(
        String.format(
            Locale.ROOT,
            "%d messages of %d bytes in %.3f s: %.0f msg/s, %.3f MB/s (%s, %d members)",
            count,
            size,
            seconds,
            count / seconds,
            count * (double) size / seconds / 1e6,
            guarantee.name().toLowerCase(Locale.ROOT),
            session.handle().membership().map(each -> each.members().size()).orElse(0)));
  }
}
