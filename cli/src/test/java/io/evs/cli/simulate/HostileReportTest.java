package io.evs.cli.simulate;

import io.evs.cli.Hostile;
import io.evs.cli.terminal.Terminal;
import io.evs.sim.SimResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEC-M1: findings of {@code evs simulate} quote payloads and names. */
class HostileReportTest {
  private static String printed(boolean json, SimResult result) {
    SimReport report = new SimReport(new Seeds(1, 1), 1);
    report.add(failed(result));
    return Hostile.printed(
        out -> {
          Terminal terminal = new Terminal(null, out, out, false, false, false, Map.of());
          SimPrinter printer = new SimPrinter(terminal, /* coverage= */ true);
          if (json) {
            printer.json(report);
          } else {
            printer.text(report);
          }
        });
  }

  private static SimResult failed(SimResult of) {
    return new SimResult(
        false,
        of.name(),
        of.seed(),
        of.description(),
        of.findings(),
        of.events(),
        of.digest(),
        of.virtualNanos(),
        of.steps(),
        of.accepted(),
        of.deliveries(),
        of.configurations(),
        of.packets(),
        of.bytes(),
        of.counters(),
        of.exercised(),
        of.marks());
  }

  @Test
  void reportsActOnNoTerminal() {
    Hostile.assertSameLines(
        printed(false, Hostile.record(SimResult.class)),
        printed(false, Hostile.harmless(SimResult.class)));
    Hostile.assertSafeJson(printed(true, Hostile.record(SimResult.class)));
  }
}
