package io.evs.cli.verify;

import io.evs.EvsException;
import io.evs.cli.ring.LocalRing;
import io.evs.node.process.DaemonThreads;
import io.evs.node.query.KeyRotation;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Rotates the key of a ring so many times while it works: installs a new key on every member, puts
 * it in use, and retires the one before. Whatever fails because of faults is tried again, on
 * another member.
 */
final class KeyRotations {
  private static final int KEY_BYTES = 256;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final long PAUSE_MILLIS = 10;

  private final LocalRing ring;
  private final int nodes;
  private final int wanted;
  private final Thread thread = DaemonThreads.of("verify-keys", this::run);
  private volatile int done;
  private volatile boolean stopped;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  KeyRotations(LocalRing ring, int nodes, int wanted) {
    this.ring = ring;
    this.nodes = nodes;
    this.wanted = wanted;
  }

  void start() {
    thread.start();
  }

  /** Whether all were done; never if something is wrong with them. */
  boolean isDone() {
    return done == wanted;
  }

  /** How many were done so far. */
  int done() {
    return done;
  }

  /** What ended them. */
  Optional<RuntimeException> failure() {
    return failure;
  }

  void stop() {
    stopped = true;
    thread.interrupt();
  }

  private void run() {
    Optional<Integer> old = Optional.empty();
    try {
      while (done < wanted && !stopped) {
        RingKey key = newKey();
        for (int i = 0; i < nodes; i++) {
          new KeyFolder(ring.keyRing(i)).install(key);
        }
        until(operator -> use(operator, key.id()));
        if (old.isPresent()) {
          int before = old.get();
          until(operator -> retire(operator, before));
        }
        old = Optional.of(key.id());
        done++;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  private static RingKey newKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new RingKey(bytes);
  }

  private interface Attempt {
    boolean works(KeyRotation operator);
  }

  private void until(Attempt attempt) throws InterruptedException {
    int member = done % nodes;
    while (!stopped && !succeeds(member, attempt)) {
      member = (member + 1) % nodes;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private boolean succeeds(int member, Attempt attempt) {
    try (KeyRotation operator = new KeyRotation(ring.members().get(member))) {
      return attempt.works(operator);
    } catch (EvsException crashedOrLost) {
      // That is what faults do; the next member will know.
      return false;
    }
  }

  private boolean use(KeyRotation operator, int key) {
    KeyRotation.Answers before = operator.ask(ANSWER);
    if (before.members().size() == nodes
        && before.having(state -> state.active() == key).size() == nodes) {
      return true;
    }
    if (KeyRotation.againstUse(before, key).isPresent()) {
      return false;
    }
    // In a part of the ring, too: the others take the key when they meet again.
    KeyRotation.Answers after = operator.use(before, key, ANSWER);
    return after.silent().isEmpty() && after.members().size() == nodes;
  }

  private boolean retire(KeyRotation operator, int key) {
    KeyRotation.Answers before = operator.ask(ANSWER);
    boolean mayRetire =
        before.members().size() == nodes && KeyRotation.againstRetire(before, key).isEmpty();
    return mayRetire && operator.retire(key, ANSWER).silent().isEmpty();
  }
}
