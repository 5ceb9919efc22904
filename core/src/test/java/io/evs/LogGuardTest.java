package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogGuardTest {
  private static final String PAUSE = "[a] WARN io.evs.X - this process did not run for 600 ms";

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final LogGuard.Filter filter =
      new LogGuard.Filter(new PrintStream(shown), List.of("was refused"));

  @Test
  void whatIsExpectedIsNotShownAndWhatIsNotFails() {
    filter.println("[a] WARN io.evs.X - a client was refused: too many");
    new IllegalStateException("its stack trace").printStackTrace(filter);
    filter.println("[a] INFO io.evs.X - ring 1:4");
    filter.println("[a] ERROR io.evs.X - no disk");
    filter.println(PAUSE);
    assertThat(shown.toString().lines())
        .containsExactly("[a] INFO io.evs.X - ring 1:4", "[a] ERROR io.evs.X - no disk", PAUSE);
    assertThat(filter.unexpected()).containsExactly("[a] ERROR io.evs.X - no disk");
  }

  /**
   * It watches: this class's log goes through a filter, in the form in which it looks for lines.
   */
  @Test
  void theLogIsWatched() {
    assertThat(System.err).isInstanceOf(LogGuard.Filter.class);
    PrintStream guarded = System.err;
    System.setErr(filter);
    try {
      LoggerFactory.getLogger(Evs.class).warn("as real ones are written");
    } finally {
      System.setErr(guarded);
    }
    assertThat(filter.unexpected()).hasSize(1).first().asString().endsWith("real ones are written");
  }
}
