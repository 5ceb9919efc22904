package io.evs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.wire.SplitMix;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private record Sent(byte[] bytes, boolean safe, long n, long hash) {}

  private static byte[] take(SendQueue queue, int chunk) {
    byte[] all = new byte[queue.remaining()];
    int at = 0;
    while (queue.remaining() > 0) {
      int length = Math.min(chunk, queue.remaining());
      queue.pack(all, at, length);
      at += length;
    }
    queue.removeHead();
    return all;
  }

  @Test
  void keepsOrderAndContentThroughWrapAroundAndGrowth() {
    SendQueue queue = new SendQueue(1 << 24);
    ArrayDeque<Sent> model = new ArrayDeque<>();
    SplitMix random = new SplitMix(4);
    long n = 0;
    for (int i = 0; i < 30_000; i++) {
      // Bursts make it grow, while the usual churn runs round the array.
      boolean burst = i % 10_000 > 9_800;
      if (burst || random.below(2) == 0 || model.isEmpty()) {
        byte[] first = random.bytes(random.below(40));
        byte[] second = random.bytes(random.below(i % 500 == 0 ? 100_000 : 3_000));
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        Sent sent = new Sent(both, random.below(2) == 0, ++n, random.nextLong());
        byte[] padded = java.util.Arrays.copyOf(first, first.length + 5);
        queue.add(padded, first.length, second, sent.safe, sent.n, sent.hash);
        model.add(sent);
      } else {
        Sent expected = model.poll();
        assertThat(queue.headIsSafe()).isEqualTo(expected.safe);
        assertThat(queue.headNumber()).isEqualTo(expected.n);
        assertThat(queue.headHash()).isEqualTo(expected.hash);
        assertThat(take(queue, 1 + random.below(2_000))).isEqualTo(expected.bytes);
      }
      assertThat(queue.messages()).isEqualTo(model.size());
    }
    while (!model.isEmpty()) {
      assertThat(take(queue, 1 << 20)).isEqualTo(model.poll().bytes);
    }
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void growsWhileItsFirstMessageIsPartlyPacked() {
    SendQueue queue = new SendQueue(1 << 24);
    byte[] large = new SplitMix(8).bytes(50_000);
    queue.add(large, large.length, new byte[0], false, 1, 0);
    byte[] out = new byte[large.length];
    queue.pack(out, 0, 20_000);
    assertThat(queue.isPartlyPacked()).isTrue();
    queue.add(large, large.length, large, true, 2, 0);
    queue.pack(out, 20_000, 30_000);
    assertThat(out).isEqualTo(large);
    assertThat(queue.remaining()).isZero();
    queue.removeHead();
    assertThat(queue.isPartlyPacked()).isFalse();
    assertThat(queue.headIsSafe()).isTrue();
    assertThat(queue.remaining()).isEqualTo(100_000);
  }

  @Test
  void boundIsInBytesAndAnEmptyQueueTakesAnyMessage() {
    SendQueue queue = new SendQueue(1_000);
    assertThat(queue.fits(5_000)).isTrue();
    queue.add(new byte[500], 500, new byte[0], false, 1, 0);
    assertThat(queue.fits(1_000 - 524 - 24)).isTrue();
    assertThat(queue.fits(1_000 - 524 - 23)).isFalse();
  }

  @Test
  void restartPacksTheFirstMessageAgain() {
    SendQueue queue = new SendQueue(1_000);
    queue.add(new byte[] {1, 2, 3}, 3, new byte[] {4}, false, 1, 0);
    queue.pack(new byte[2], 0, 2);
    queue.restartHead();
    assertThat(take(queue, 10)).containsExactly(1, 2, 3, 4);
  }
}
