package io.evs.lock;

import io.evs.NodeStatus;
import java.time.Duration;
import java.util.Map;

/** How long a holder that hears nothing of its ring keeps a lock. */
public final class Lease {
  /** Shortest lease; processes that stand still for a moment should not lose their locks. */
  static final Duration MIN = Duration.ofMillis(500);

  /** How often a daemon looks for clients that hold locks and are not heard of. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int REFORMATIONS = 3;

  private Lease() {}

  /**
   * The lease for these time-outs, three times their sum. A quarter of it may be over when the
   * token is lost. Of the rest two parts are for the ring to re-form, and to re-form again if
   * another member dies meanwhile; a quarter part is for rotations of the token.
   */
  public static Duration of(Duration token, Duration consensus) {
    Duration lease = token.plus(consensus).multipliedBy(REFORMATIONS);
    return lease.compareTo(MIN) < 0 ? MIN : lease;
  }

  /** How long a lock is kept whose holder cannot be told: an eighth more. Clocks differ. */
  public static Duration kept(Duration lease) {
    return lease.plus(lease.dividedBy(8));
  }

  /**
   * How long at most a lock stays with a holder that is gone until the next one holds it: killed,
   * stopped or cut off, alone or with its node. Not counted is time without a primary ring.
   */
  public static Duration bound(Duration token, Duration consensus) {
    Duration reform = token.plus(consensus);
    return kept(of(token, consensus)).plus(reform.compareTo(LOOK) < 0 ? LOOK : reform);
  }

  /** The lease for the time-outs that a node goes by; for the default ones if it does not tell. */
  public static Duration of(NodeStatus status) {
    Map<String, Long> millis = status.condition().timeoutsMillis();
    return of(
        Duration.ofMillis(millis.getOrDefault("token", 1000L)),
        Duration.ofMillis(millis.getOrDefault("consensus", 1200L)));
  }
}
