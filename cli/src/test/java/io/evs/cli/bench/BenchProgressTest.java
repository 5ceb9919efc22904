package io.evs.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.bench.result.Results;
import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.bench.run.Control;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchProgressTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final BenchPlan plan =
      new BenchPlan(
          List.of(100, 1300),
          Optional.empty(),
          1,
          Optional.of(Duration.ofSeconds(10)),
          Optional.of(Duration.ZERO),
          false,
          false,
          0,
          Optional.empty(),
          BenchPlan.AtHalf.NONE);

  private BenchProgress progress(boolean terminal) {
    return new BenchProgress(
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            terminal,
            Map.of()),
        new CommonOptions(),
        plan);
  }

  @Test
  void saysHowFarHowFastAndHowLong() {
    BenchProgress progress = progress(true);
    progress.begin(0);
    progress.show(plan.start(1, 0, 3), true, 2.5, 500_000);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[K1/2  100 bytes  25 %  200,000 messages/s  20.0 MB/s  18 s left");
    progress.clear();
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
    assertThat(out.size()).isZero();
  }

  @Test
  void theOpenLoopBehindTheOthersSaysWhatItIs() {
    BenchProgress progress = progress(true);
    progress.begin(0);
    Control.Start half = plan.half(2, 3, Results.run(100, 400_000, 2));
    assertThat(half.perSecond()).isEqualTo(100_000);
    progress.show(half, true, 5, 500_000);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .endsWith("at half of the maximum  100 bytes  50 %  100,000 messages/s  10.0 MB/s");
  }

  @Test
  void isSilentWithoutATerminal() {
    BenchProgress progress = progress(false);
    progress.begin(0);
    progress.show(plan.start(1, 0, 3), true, 2.5, 500_000);
    progress.clear();
    assertThat(err.size()).isZero();
  }
}
