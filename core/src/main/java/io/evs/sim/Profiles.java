package io.evs.sim;

import io.evs.totem.RingPolicy;

/** Ring values of the simulated profiles (decisions.md sections 4 and 12). */
final class Profiles {
  private static final long MS = 1_000_000L;

  private Profiles() {}

  static RingPolicy byName(String name) {
    return switch (name) {
      case "default" -> RingPolicy.ours(200 * MS);
      case "fast" -> RingPolicy.ours(60 * MS);
      case "lossy" -> lossy();
      default ->
          throw new IllegalArgumentException(
              "profile \"" + name + "\" is not default, fast or lossy");
    };
  }

  private static RingPolicy lossy() {
    RingPolicy base = RingPolicy.ours(60_000 * MS);
    return new RingPolicy(
        60_000 * MS,
        5 * MS,
        2 * MS,
        4 * MS,
        200 * MS,
        5 * MS,
        72_000 * MS,
        base.windowSize(),
        base.maxMessages(),
        base.missCountConst(),
        base.failRecvConst(),
        base.failRecvNanos(),
        base.seqnoUnchangedConst(),
        base.acceleratedWindow(),
        base.rtrEntriesMax(),
        base.unreleasedMax(),
        false);
  }
}
