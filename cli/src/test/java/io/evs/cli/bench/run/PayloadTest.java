package io.evs.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayloadTest {
  private static byte[] message(int bytes, int run, long index) {
    byte[] message = new byte[bytes];
    Payload.fill(message, run, index);
    return message;
  }

  @Test
  void everySizeMatchesItself() {
    for (int bytes : new int[] {0, 1, 4, 7, 8, 9, 100, 1300, 1 << 20}) {
      assertThat(Payload.matches(message(bytes, 77, 123_456), 77, 123_456)).isTrue();
    }
  }

  @Test
  void everyChangedByteIsNoticed() {
    for (int at = 0; at < 40; at++) {
      byte[] message = message(40, 7, 300);
      message[at] ^= 1;
      assertThat(Payload.matches(message, 7, 300)).isFalse();
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(Payload.describe(message(100, 7, 12), 7, 10))
        .isEqualTo("messages 10 to 11 are lost");
    assertThat(Payload.describe(message(100, 7, 9), 7, 10)).contains("again or out of order");
    byte[] broken = message(100, 7, 10);
    broken[50]++;
    assertThat(Payload.describe(broken, 7, 10)).isEqualTo("message 10 is corrupt");
    assertThat(Payload.describe(message(100, 8, 10), 7, 10)).isEqualTo("message 10 is corrupt");
  }
}
