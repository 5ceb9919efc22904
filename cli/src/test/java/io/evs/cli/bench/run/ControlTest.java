package io.evs.cli.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.cli.bench.result.MemberFigure;
import io.evs.cli.bench.result.MemberFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTest {
  @Test
  void readsWhatItWrites() {
    Control.Start start = new Control.Start(7, 100, true, false, 3, 1000, 0, 50);
    assertThat(Control.decode(Control.encode(start))).isEqualTo(start);
    Control.End end = new Control.End(7, 1000);
    assertThat(Control.decode(Control.encode(end))).isEqualTo(end);
    Control.Done done =
        new Control.Done(
            7,
            1000,
            42,
            "lost",
            MemberFigures.NONE
                .with(MemberFigure.SENT, 5)
                .with(MemberFigure.MACHINE_BUSY_TICKS, 1L << 40),
            new byte[] {1, 2});
    Control.Done read = (Control.Done) Control.decode(Control.encode(done));
    assertThat(read).usingRecursiveComparison().ignoringFields("figures").isEqualTo(done);
    assertThat(read.figures().since(done.figures()).values().values()).containsOnly(0L);
    assertThat(done.figures().since(read.figures()).values().values()).containsOnly(0L);
    Control.Stop stop = new Control.Stop(7);
    assertThat(Control.decode(Control.encode(stop))).isEqualTo(stop);
  }

  @Test
  void refusesEverythingElse() {
    for (byte[] bytes : new byte[][] {{}, {9}, {1, 2, 3}, "hello".getBytes()}) {
      assertThatThrownBy(() -> Control.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** SEC-L18: such a length ended every bench of the ring. */
  @Test
  void refusesALengthThatIsNone() {
    Control.Done done = new Control.Done(7, 1, 2, "", MemberFigures.NONE, new byte[] {1, 2});
    byte[] bytes = Control.encode(done);
    for (byte first : new byte[] {-1, 127}) {
      bytes[bytes.length - 6] = first;
      assertThatThrownBy(() -> Control.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A START with a size of 2 GiB ended each process that took part, for want of memory. */
  @Test
  void refusesRunsThatAreNotPossible() {
    Control.Start start = new Control.Start(7, 100, true, true, 3, 1000, 0, 50);
    assertThat(Control.decode(Control.encode(start))).isEqualTo(start);
    for (Control.Start wrong :
        List.of(
            new Control.Start(7, Integer.MAX_VALUE, true, true, 3, 1000, 0, 50),
            new Control.Start(7, (1 << 20) + 1, true, true, 3, 1000, 0, 50),
            new Control.Start(7, -1, true, true, 3, 1000, 0, 50),
            new Control.Start(7, 100, true, true, 0, 1000, 0, 50),
            new Control.Start(7, 100, true, true, 3, -1, 0, 50),
            new Control.Start(7, 100, true, true, 3, 1000, -1, 50),
            new Control.Start(7, 100, true, true, 3, 1000, 0, -1),
            new Control.Start(7, 100, true, true, 3, 0, 0, 50))) {
      byte[] bytes = Control.encode(wrong);
      assertThatThrownBy(() -> Control.decode(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no such run");
    }
  }
}
