package io.evs.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The environment of processes that share a ring on loopback which nobody else can meet. */
final class LoopbackRing {
  private LoopbackRing() {}

  static Map<String, String> unique() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Map<String, String> variables = new TreeMap<>();
    variables.put("EVS_RING_NAME", "e2e-" + UUID.randomUUID());
    variables.put(
        "EVS_MULTICAST_GROUP", "239.192." + random.nextInt(256) + "." + random.nextInt(1, 255));
    variables.put("EVS_MULTICAST_PORT", String.valueOf(random.nextInt(30_000, 32_000)));
    variables.put("EVS_MULTICAST_TTL", "0");
    return variables;
  }
}
