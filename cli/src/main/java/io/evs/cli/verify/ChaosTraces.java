package io.evs.cli.verify;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a run's traces: the user's, or one that is removed if all was well. */
final class ChaosTraces implements AutoCloseable {
  private final Path folder;
  private final boolean temporary;
  private boolean needed = true;

  private ChaosTraces(Path folder, boolean temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  static ChaosTraces in(Optional<Path> given) {
    try {
      return given.isPresent()
          ? new ChaosTraces(given.get(), false)
          : new ChaosTraces(Files.createTempDirectory("evs-chaos-"), true);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.DENIED, "no temporary folder can be made: " + Causes.of(e), "", e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Nothing in the traces is of interest any more. */
  void notNeeded() {
    needed = false;
  }

  @Override
  public void close() {
    if (needed || !temporary) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(ChaosTraces::delete);
    } catch (IOException | UncheckedIOException e) {
      // A temporary folder: the system removes what is left.
      return;
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
