package io.evs.cli.bench;

import io.evs.cli.Hostile;
import io.evs.cli.bench.result.BenchResults;
import io.evs.cli.bench.result.Results;
import io.evs.cli.bench.result.RunResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEC-M1: what {@code evs bench} prints, its files too, which may be a terminal. */
class HostileBenchTest {
  private static String printed(HtmlReport.Setup setup, BenchPrinter.Form form) {
    List<RunResult> runs = List.of(Results.run(100, 10, 1, 5));
    return Hostile.printed(
        out -> {
          BenchPrinter printer = new BenchPrinter(out, form);
          printer.run(runs.get(0));
          printer.end(setup.head(), BenchResults.of(runs), false);
        });
  }

  @Test
  void resultsActOnNoTerminal() {
    HtmlReport.Setup setup = Hostile.record(HtmlReport.Setup.class);
    HtmlReport.Setup harmless = Hostile.harmless(HtmlReport.Setup.class);
    Hostile.assertSameLines(
        printed(setup, BenchPrinter.Form.TEXT), printed(harmless, BenchPrinter.Form.TEXT));
    Hostile.assertSafeJson(printed(setup, BenchPrinter.Form.JSON));
    List<RunResult> runs = List.of(Results.run(100, 10, 1, 5));
    Hostile.assertSafe(new HtmlReport(setup, BenchResults.of(runs)).page().replace("\t", ""));
  }
}
