package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ControlTest {
  @Test
  void readsWhatItWrites() {
    Control.Start start = new Control.Start(7, 100, true, false, 3, 1000, 0, 50);
    assertThat(Control.decode(Control.encode(start))).isEqualTo(start);
    Control.End end = new Control.End(7, 1000);
    assertThat(Control.decode(Control.encode(end))).isEqualTo(end);
    Control.Done done = new Control.Done(7, 1000, 42, 9, 1, "lost", new byte[] {1, 2});
    assertThat(Control.decode(Control.encode(done))).usingRecursiveComparison().isEqualTo(done);
  }

  @Test
  void refusesEverythingElse() {
    for (byte[] bytes : new byte[][] {{}, {9}, {1, 2, 3}, "hello".getBytes()}) {
      assertThatThrownBy(() -> Control.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
