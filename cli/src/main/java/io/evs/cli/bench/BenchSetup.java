package io.evs.cli.bench;

import io.evs.cli.bench.run.BenchPlan;
import io.evs.cli.config.Key;
import io.evs.cli.config.Keys;
import io.evs.cli.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a bench was started.
 *
 * @param arguments words of the command line
 * @param settings the configuration
 */
record BenchSetup(List<String> arguments, Settings settings) {
  /** With what only the ring tells. */
  HtmlReport.Setup of(BenchPlan plan, int members, String transport, String security) {
    BenchPrinter.Head head =
        new BenchPrinter.Head(
            members,
            plan.allSend() ? members : 1,
            plan.safe() ? "safe" : "agreed",
            transport,
            security);
    return new HtmlReport.Setup(commandLine(), configuration(), head);
  }

  /** As it could be typed again. */
  String commandLine() {
    return "evs " + arguments.stream().map(BenchSetup::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[-\\w./:,=@%+]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private List<List<String>> configuration() {
    List<List<String>> rows = new ArrayList<>();
    for (Key key : Keys.all()) {
      settings
          .setting(key.name())
          .ifPresent(setting -> rows.add(List.of(key.name(), setting.shown(), setting.origin())));
    }
    return rows;
  }
}
