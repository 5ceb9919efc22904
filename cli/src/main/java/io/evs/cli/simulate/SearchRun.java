package io.evs.cli.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Terminal;
import io.evs.cli.terminal.Text;
import io.evs.sim.Exhaustive;
import java.io.IOException;

/** An exhaustive search as a command. */
final class SearchRun {
  private final Terminal terminal;
  private final boolean json;

  SearchRun(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  /** Searches and prints; the exit status. */
  int run(String name, int paths) {
    Exhaustive search =
        Exhaustive.byName(name)
            .orElseThrow(
                () ->
                    CliException.usage(
                        "option --exhaustive: \""
                            + name
                            + "\" is not one of "
                            + String.join(", ", Exhaustive.names())));
    if (paths < 1) {
      throw CliException.usage("option --paths must be at least 1");
    }
    Exhaustive.Outcome outcome = search.search(paths);
    if (json) {
      Json.println(terminal.out(), Json.document("simulate", out -> write(out, name, outcome)));
    } else {
      print(search.title(), outcome);
    }
    return outcome.ok() ? ExitCode.OK : ExitCode.NOT_SO;
  }

  private void print(String title, Exhaustive.Outcome outcome) {
    Text.println(
        terminal.out(),
        (outcome.ok() ? "ok: " : "FAILED: ")
            + title
            + ": "
            + outcome.paths()
            + " courses with up to "
            + outcome.deviations()
            + " deviations, "
            + outcome.decisions()
            + " decisions; "
            + (outcome.complete() ? "complete" : "all with up to " + outcome.allUpTo()));
    if (!outcome.ok()) {
      Text.println(terminal.out(), outcome.failure().summary());
      Text.println(terminal.out(), "  places and choices: " + outcome.course());
    }
  }

  private static void write(JsonGenerator out, String name, Exhaustive.Outcome outcome)
      throws IOException {
    out.writeBooleanField("ok", outcome.ok());
    out.writeStringField("search", name);
    out.writeNumberField("paths", outcome.paths());
    out.writeNumberField("deviations", outcome.deviations());
    out.writeNumberField("all_up_to", outcome.allUpTo());
    out.writeNumberField("decisions", outcome.decisions());
    out.writeBooleanField("complete", outcome.complete());
    out.writeStringField("course", outcome.course());
    out.writeStringField("violation", outcome.ok() ? "" : outcome.failure().summary());
  }
}
