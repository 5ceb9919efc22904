package io.evs.node;

import io.evs.Configuration;
import io.evs.EvsException;
import io.evs.node.process.Moment;
import io.evs.text.Spans;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The regular configuration in force, since when, and who waits for one. Any thread. */
final class CurrentConfiguration {
  private final Object change = new Object();
  private volatile Optional<Installed> installed = Optional.empty();
  private volatile boolean ended;

  /** The configuration in force, and since when. */
  record Installed(Configuration configuration, Moment at) {}

  Optional<Installed> installed() {
    return installed;
  }

  boolean hasEnded() {
    return ended;
  }

  void install(Configuration configuration) {
    synchronized (change) {
      installed = Optional.of(new Installed(configuration, Moment.now()));
      change.notifyAll();
    }
  }

  /** No other will come. */
  void end() {
    synchronized (change) {
      ended = true;
      change.notifyAll();
    }
  }

  Configuration awaitMembers(int members, Duration timeout) {
    requireSome(members);
    long nanos = Spans.nanos(timeout);
    long begin = System.nanoTime();
    synchronized (change) {
      while (installedMembers() < members) {
        long left = nanos - (System.nanoTime() - begin);
        if (ended) {
          throw new EvsException(EvsException.Code.LIBRARY, "the member was closed");
        }
        if (left <= 0) {
          throw new EvsException(
              EvsException.Code.TIMEOUT,
              "no ring of "
                  + members
                  + " members after "
                  + Spans.millis(timeout)
                  + " ms; "
                  + installedMembers()
                  + " found: check addresses, firewall and ring name");
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(change, left);
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
          throw new EvsException(EvsException.Code.TIMEOUT, "interrupted while waiting", stop);
        }
      }
      return installed.orElseThrow().configuration();
    }
  }

  /** Refuses a number of members that no ring has. */
  static void requireSome(int members) {
    if (members < 1) {
      throw new EvsException(
          EvsException.Code.INVALID_PARAM, "a ring of " + members + " members; use 1 or more");
    }
  }

  private int installedMembers() {
    return installed.map(each -> each.configuration().members().size()).orElse(0);
  }
}
