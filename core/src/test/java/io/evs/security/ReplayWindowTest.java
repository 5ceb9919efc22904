package io.evs.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  @Test
  void agreesWithASetOfAllCounters() {
    Random random = new Random(7);
    for (int run = 0; run < 20; run++) {
      long floor = random.nextInt(1000) - 1L;
      ReplayWindow window = new ReplayWindow(floor);
      TreeSet<Long> added = new TreeSet<>();
      long highest = floor;
      for (int i = 0; i < 50_000; i++) {
        int jump = random.nextInt(100) == 0 ? 60_000 : 100;
        long counter = Math.max(0, highest - 20_000 + random.nextInt(20_000 + jump));
        boolean old = counter <= floor || highest - counter >= ReplayWindow.PACKETS;
        assertThat(window.seen(counter)).isEqualTo(old || added.contains(counter));
        if (!window.seen(counter)) {
          window.add(counter);
          added.add(counter);
          highest = Math.max(highest, counter);
        }
      }
    }
  }
}
