package io.evs.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimRandomTest {
  @Test
  void sameSequenceOnEveryMachine() {
    SimRandom random = new SimRandom(42);
    assertThat(random.nextLong()).isEqualTo(-3425465463722317665L);
    assertThat(random.nextLong()).isEqualTo(5881210131331364753L);
    assertThat(random.split(7).nextLong()).isEqualTo(7968063301453135691L);
    assertThat(random.exponential(1_000_000)).isEqualTo(4128573L);
    assertThat(Double.doubleToLongBits(random.nextDouble())).isEqualTo(4604490487582268166L);
  }

  @Test
  void splittingDoesNotAdvance() {
    SimRandom one = new SimRandom(5);
    SimRandom two = new SimRandom(5);
    one.split(1).nextLong();
    assertThat(one.nextLong()).isEqualTo(two.nextLong());
    assertThat(one.split(1).nextLong()).isNotEqualTo(one.split(2).nextLong());
  }

  @Test
  void numbersFillTheirRange() {
    SimRandom random = new SimRandom(9);
    int[] counts = new int[10];
    for (int i = 0; i < 10_000; i++) {
      counts[random.nextInt(10)]++;
      assertThat(random.between(-3, 3)).isBetween(-3L, 3L);
      assertThat(random.nextDouble()).isBetween(0.0, 1.0);
    }
    for (int count : counts) {
      assertThat(count).isBetween(850, 1150);
    }
    assertThat(random.between(Long.MIN_VALUE / 2, Long.MAX_VALUE / 4)).isNotZero();
  }

  @Test
  void certainChancesDrawNothing() {
    SimRandom one = new SimRandom(5);
    SimRandom two = new SimRandom(5);
    assertThat(one.chance(0)).isFalse();
    assertThat(one.chance(1)).isTrue();
    assertThat(one.nextLong()).isEqualTo(two.nextLong());
  }

  @Test
  void exponentialHasItsMean() {
    SimRandom random = new SimRandom(1);
    long sum = 0;
    for (int i = 0; i < 100_000; i++) {
      sum += random.exponential(1000);
    }
    assertThat(sum / 100_000).isBetween(980L, 1020L);
  }
}
