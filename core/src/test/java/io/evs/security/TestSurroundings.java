package io.evs.security;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** Surroundings with one address, chance of a seed, and a clock of the test's. */
final class TestSurroundings extends NumberedEnvelope.Numbered {
  final List<String> told = new ArrayList<>();

  TestSurroundings(long seed, LongSupplier clock, InetSocketAddress own) {
    super(own, new Random(seed)::nextBytes, clock, NumberedEnvelope.Refusals.IGNORED);
  }

  @Override
  public void stranger(InetSocketAddress from, String does) {
    told.add(does);
  }
}
