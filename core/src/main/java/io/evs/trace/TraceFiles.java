package io.evs.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Opening trace files for writing, also those that an earlier incarnation has begun. */
final class TraceFiles {
  private TraceFiles() {}

  /** True if the file exists and holds at least one byte, so that it already has its header. */
  static boolean begun(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  /**
   * Opens for appending. If the last line was cut (its writer was killed within a write), a newline
   * first ends it: the reader then sees one torn line followed by the next incarnation's start.
   */
  static OutputStream append(Path file) throws IOException {
    boolean cut = begun(file) && lastByte(file) != '\n';
    createForOwner(file);
    OutputStream out = new FileOutputStream(file.toFile(), true);
    if (cut) {
      try {
        out.write('\n');
      } catch (IOException e) {
        out.close();
        throw e;
      }
    }
    return out;
  }

  /** A trace has a checksum of every payload, from which a short one can be guessed. */
  private static void createForOwner(Path file) throws IOException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException goesOn) {
      return;
    } catch (UnsupportedOperationException noSuchPermissions) {
      // Of a system where files have no such bits.
      return;
    }
  }

  /** Ends the file within its last whole line; half a line behind it goes, too. */
  static void cut(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long lineFeed = bytes.length() - 1;
      while (lineFeed >= 0 && byteAt(bytes, lineFeed) != '\n') {
        lineFeed--;
      }
      // Without the brace before the line feed the line is half a one.
      bytes.setLength(Math.max(0, lineFeed - 1));
    }
  }

  private static int byteAt(RandomAccessFile bytes, long at) throws IOException {
    bytes.seek(at);
    return bytes.read();
  }

  private static int lastByte(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(bytes.length() - 1);
      return bytes.read();
    }
  }
}
