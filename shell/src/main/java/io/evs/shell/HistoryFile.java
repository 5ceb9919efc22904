package io.evs.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Where a shell keeps what was typed, if it can: what was sent is in it, too. */
final class HistoryFile {
  private HistoryFile() {}

  /**
   * Makes the file and its folder where they are missing, for this user alone.
   *
   * @return the file, or empty if lines cannot be kept there; a shell works without
   */
  static Optional<Path> prepare(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      boolean usable =
          Files.isRegularFile(file)
              && Files.isReadable(file)
              && Files.isWritable(file)
              && Files.isWritable(folder);
      return usable ? Optional.of(file) : Optional.empty();
    } catch (IOException | UnsupportedOperationException cannotBeKept) {
      return Optional.empty();
    }
  }
}
