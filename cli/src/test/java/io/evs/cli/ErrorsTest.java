package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.EvsException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  @Test
  void suggestsTheCommandThatWasMeant() {
    Run run = new Run().evs("bnech");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("evs: bnech is not a command; did you mean bench?\n     see evs --help\n");
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    assertThat(new Run().evs("bench", "--nodse", "3").err()).contains("did you mean --nodes?");
    assertThat(new Run().evs("group", "jion", "x").err()).contains("did you mean join?");
  }

  @Test
  void writesErrorsAsJsonWhenAskedTo() {
    Run run = new Run().evs("bench", "--json", "--sizes", "x");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("{\"error\":\"option --sizes: \\\"x\\\"")
        .endsWith("\"exit\":2}\n");
  }

  @Test
  void anInternalFaultIsOneSentenceAndItsCauseOnlyWithVerbose() {
    Run run =
        new Run()
            .on(
                config -> {
                  throw new IllegalStateException("boom");
                })
            .evs("bench");
    assertThat(run.exit()).isEqualTo(70);
    assertThat(run.err()).contains("internal fault").contains("boom").doesNotContain("\tat ");
    Run verbose =
        new Run()
            .on(
                config -> {
                  throw new IllegalStateException("boom");
                })
            .evs("bench", "-v");
    assertThat(verbose.err()).contains("caused by: java.lang.IllegalStateException: boom");
  }

  @Test
  void codesOfTheLibraryBecomeExitStatuses() {
    assertThat(exitOf(EvsException.Code.INVALID_PARAM)).isEqualTo(2);
    assertThat(exitOf(EvsException.Code.TIMEOUT)).isEqualTo(3);
    assertThat(exitOf(EvsException.Code.ACCESS)).isEqualTo(4);
    assertThat(exitOf(EvsException.Code.LIBRARY)).isEqualTo(70);
  }

  private static int exitOf(EvsException.Code code) {
    return new Run()
        .on(
            config -> {
              throw new EvsException(code, "no");
            })
        .evs("bench")
        .exit();
  }

  @Test
  void commandsThatOnlyGroupOthersPrintTheirHelpAsAnError() {
    for (String[] args : new String[][] {{}, {"group"}, {"config"}}) {
      Run run = new Run().evs(args);
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("Examples:");
    }
  }

  /** T2-6: a trace that cannot be written was an internal fault with Java's words. */
  @Test
  void aFileThatCannotBeWrittenIsToldInWords() {
    Run run =
        new Run()
            .on(
                config -> {
                  throw new java.io.UncheckedIOException(
                      "cannot write a trace",
                      new java.nio.file.FileSystemException("/t", null, "No space left on device"));
                })
            .evs("bench");
    assertThat(run.exit()).isEqualTo(74);
    assertThat(run.err()).isEqualTo("evs: cannot write a trace: /t: no space left on device\n");
  }
}
