package io.evs.sim.options;

import io.evs.sim.net.SimRandom;

/**
 * Options of a campaign's runs: each seed has some of the faults, at rates from rare to extreme,
 * since strong faults everywhere would hide the deep states.
 */
public final class SwarmOptions {
  private static final long MS = 1_000_000L;
  private static final long PURPOSE = 77;
  private static final long SEALING = 78;
  private static final double SEALED_SHARE = 0.05;

  private SwarmOptions() {}

  /** The options of one seed of a campaign. */
  public static SimOptions fromSeed(long seed) {
    SimRandom random = new SimRandom(seed).split(PURPOSE);
    SimOptionsBuilder options = new SimOptionsBuilder();
    options.seed = seed;
    options.nodes = (int) random.pick(1, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 7, 9);
    options.messages = (int) random.pick(0, 10, 50, 100, 100, 200, 300);
    if (random.chance(0.5)) {
      options.payload(0, (int) random.pick(0, 20, 1400, 3000));
    } else {
      options.largeShare = random.pick(0, 0.01, 0.05);
    }
    options.safe = random.pick(0, 0.1, 0.5, 1);
    options.loss = rate(random, 0.01, 0.1, 0.3);
    options.burstLoss = random.chance(0.3);
    options.duplicate = rate(random, 0.01, 0.1, 0.5);
    options.reorder = rate(random, 0.01, 0.1, 0.5);
    options.corrupt = rate(random, 0.001, 0.02, 0.1);
    options.garbage = rate(random, 0.01, 0.1, 0.5);
    options.partitions = (int) random.pick(0, 0, 1, 2, 4);
    options.oddLinks = random.pick(0, 0.3, 1);
    options.crashes = (int) random.pick(0, 0, 1, 2, 5);
    options.pauses = (int) random.pick(0, 0, 1, 3);
    options.typeLosses = (int) random.pick(0, 0, 1, 4);
    options.clockSkew = random.chance(0.3);
    options.stayDown = random.pick(0, 0.3, 1);
    options.profile = random.chance(0.15) ? "fast" : "default";
    options.latencyNanos = random.pick(MS / 10, MS, MS, 5 * MS);
    options.spanNanos = random.pick(500 * MS, 1000 * MS, 3000 * MS);
    if (random.chance(0.3)) {
      options.initialSeq = (int) random.pick(0xffff_ffc0L, 0x7fff_ffc0L, 0x7fff_fff0L);
    }
    if (random.chance(0.3)) {
      options.initialTokenSeq = (int) random.pick(0xffff_fe00L, 0x7fff_ff00L, 0x7fff_fff0L);
    }
    options.formFirst = random.chance(0.5);
    options.learnAddresses = random.chance(0.4);
    if (random.chance(0.3)) {
      options.profile = random.chance(0.5) ? "accelerated" : "narrow";
    }
    options.stateFaults = (int) random.pick(0, 0, 0, 1, 2);
    options.rtrEntries = (int) random.pick(0, 0, 0, 0, 3, 20);
    if (random.chance(0.1)) {
      options.deafs = (int) random.pick(1, 2);
      options.failRecv = (int) random.pick(5, 20);
    }
    // A ring whose token needs almost its time-out to go round is never calm (seed 36099: nine
    // members, 5 ms from one to the next, a time-out of 60 ms).
    if (2L * options.nodes * options.latencyNanos > Profiles.byName(options.profile).tokenNanos()) {
      options.latencyNanos = MS;
    }
    // A draw of its own, so that the other options of all seeds stay what they were.
    options.sealed = new SimRandom(seed).split(SEALING).chance(SEALED_SHARE);
    return options.build();
  }

  private static double rate(SimRandom random, double rare, double often, double extreme) {
    return random.pick(0, 0, rare, often, extreme);
  }
}
