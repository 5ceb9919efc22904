package io.evs.security;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** Surroundings with one address, chance of a seed, and a clock of the test's. */
final class TestSurroundings implements Surroundings {
  final List<String> told = new ArrayList<>();
  private final Random random;
  private final LongSupplier clock;
  private final InetSocketAddress own;

  TestSurroundings(long seed, LongSupplier clock, InetSocketAddress own) {
    this.random = new Random(seed);
    this.clock = clock;
    this.own = own;
  }

  @Override
  public void random(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public long nanoTime() {
    return clock.getAsLong();
  }

  @Override
  public boolean isOwn(InetSocketAddress address) {
    return own.equals(address);
  }

  @Override
  public void stranger(InetSocketAddress from, String does) {
    told.add(does);
  }
}
