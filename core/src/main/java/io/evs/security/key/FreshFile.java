package io.evs.security.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Writes a file that was not there before, with its final permissions from the beginning. Root may
 * do this in the folder of another user, who may change names there at any time: what is written is
 * only ever the file that was made, never what its name stands for by then.
 */
final class FreshFile {
  private static final int TRIES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private FreshFile() {}

  /**
   * Writes it, to the disk.
   *
   * @param prefix what its name begins with
   * @param permissions such as {@code r--------}
   * @return its path; the caller renames or deletes it
   */
  static Path write(Path folder, String prefix, String permissions, byte[] contents)
      throws IOException {
    return write(folder, prefix, permissions, contents, RANDOM::nextLong);
  }

  static Path write(
      Path folder, String prefix, String permissions, byte[] contents, LongSupplier chance)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path path = folder.resolve(prefix + Long.toHexString(chance.getAsLong()));
      try (FileChannel out =
          FileChannel.open(
              path,
              // Not through a link, either.
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
        fill(path, out, contents);
        return path;
      } catch (FileAlreadyExistsException taken) {
        if (attempt == TRIES) {
          throw taken;
        }
      }
    }
  }

  private static void fill(Path path, FileChannel out, byte[] contents) throws IOException {
    boolean complete = false;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(contents);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(path);
      }
    }
  }
}
