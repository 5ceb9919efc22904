package io.evs.cli.simulate;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.terminal.Progress;
import io.evs.cli.terminal.Terminal;
import io.evs.cli.terminal.Text;
import io.evs.sim.ScenarioFile;
import io.evs.sim.Shrinker;
import io.evs.sim.Simulation;
import io.evs.sim.options.SimOptions;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads scenario files, and writes the minimal one of a failing run. */
final class ScenarioFiles {
  private static final int RUNS_MAX = 2000;
  private static final long BYTES_MAX = 16 << 20;

  private final Terminal terminal;
  private final Progress progress;

  ScenarioFiles(Terminal terminal, Progress progress) {
    this.terminal = terminal;
    this.progress = progress;
  }

  /** The run that a scenario option names, if that is a file. */
  static Optional<ScenarioFile> find(String scenario) {
    if (scenario == null || !Files.isRegularFile(Path.of(scenario))) {
      return Optional.empty();
    }
    Path path = Path.of(scenario);
    try {
      if (Files.size(path) > BYTES_MAX) {
        throw CliException.usage(path + " is too large for a scenario file");
      }
      return Optional.of(ScenarioFile.parse(Files.readString(path)));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "cannot read " + path + ": " + Causes.reason(e), "", e);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(path + " is not a scenario file: " + e.getMessage());
    }
  }

  /** The run of options, with the faults that its seed draws made explicit. */
  static ScenarioFile of(SimOptions options) {
    return new ScenarioFile(options, Simulation.plan(options));
  }

  /** Shrinks a failing run and writes what is left into a folder. */
  void shrink(ScenarioFile failing, Path folder) {
    Shrinker shrinker =
        new Shrinker(
            (options, plan) -> new ScenarioFile(options, plan).run(null), RUNS_MAX, progress::show);
    ScenarioFile small = shrinker.shrink(failing.options(), failing.plan());
    progress.clear();
    Path path = folder.resolve("scenario-" + failing.options().seed() + ".json");
    try {
      Files.createDirectories(folder);
      Files.writeString(path, small.toJson());
    } catch (IOException e) {
      throw new CliException(
          ExitCode.INTERNAL, "cannot write " + path + ": " + Causes.reason(e), "", e);
    }
    Text.println(
        terminal.err(),
        path
            + ": "
            + small.plan().faults().size()
            + " faults, "
            + small.options().nodes()
            + " nodes, "
            + small.options().messages()
            + " messages, after "
            + shrinker.runs()
            + " runs");
    Text.println(terminal.err(), "  " + shrinker.result().summary());
  }
}
