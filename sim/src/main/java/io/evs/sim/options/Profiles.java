package io.evs.sim.options;

import io.evs.totem.part.RingPolicy;

/** Ring values of the simulated profiles (docs/protocol.md, "Timers"). */
final class Profiles {
  private static final long MS = 1_000_000L;

  private Profiles() {}

  static RingPolicy byName(String name) {
    return switch (name) {
      case "default" -> RingPolicy.ours(200 * MS);
      case "fast" -> RingPolicy.ours(60 * MS);
      case "lossy" -> RingPolicy.lossy(60_000 * MS);
      case "accelerated" -> RingPolicy.ours(200 * MS).with(values -> values.acceleratedWindow = 20);
      case "narrow" ->
          RingPolicy.ours(200 * MS)
              .with(
                  values -> {
                    values.windowSize = 10;
                    values.maxMessages = 3;
                    values.acceleratedWindow = 2;
                  });
      default ->
          throw new IllegalArgumentException(
              "profile \"" + name + "\" is not default, fast, lossy, accelerated or narrow");
    };
  }
}
