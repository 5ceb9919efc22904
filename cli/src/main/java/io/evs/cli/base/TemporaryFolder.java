package io.evs.cli.base;

import io.evs.text.Causes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for this user alone, which is gone with all in it when it is closed or the JVM ends. */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  /**
   * Makes one.
   *
   * @param prefix how its name begins
   * @throws CliException with exit 4 if none can be made
   */
  public TemporaryFolder(String prefix) {
    try {
      path = Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.DENIED, "no temporary folder can be made: " + Causes.of(e), "", e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "evs-cleanup"));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(path)) {
      paths.sorted(Comparator.reverseOrder()).forEach(TemporaryFolder::deleteOne);
    } catch (IOException | UncheckedIOException e) {
      // A file of a member that is still ending; the folder is temporary anyway.
      return;
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
