package io.evs.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the system tells of this process; empty where it does not. Any thread; reads files. */
final class ProcessFigures {
  private static final Path MEMORY = Path.of("/proc/self/status");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final String RESIDENT = "VmRSS:";

  private ProcessFigures() {}

  static Optional<Instant> startedAt() {
    return ProcessHandle.current().info().startInstant();
  }

  /** Memory that is not swapped out. */
  static OptionalLong residentBytes() {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException | RuntimeException notLinux) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong openFiles() {
    try (Stream<Path> files = Files.list(FILES)) {
      return OptionalLong.of(files.count());
    } catch (IOException | RuntimeException notLinux) {
      return OptionalLong.empty();
    }
  }
}
