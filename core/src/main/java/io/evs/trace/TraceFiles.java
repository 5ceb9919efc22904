package io.evs.trace;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Opening trace files for writing, also those that an earlier incarnation has begun. */
final class TraceFiles {
  private static final byte[] CUT = "{\"e\":\"cut\"}\n".getBytes(StandardCharsets.US_ASCII);

  private TraceFiles() {}

  /** True if the file exists and holds at least one byte, so that it already has its header. */
  static boolean begun(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0;
  }

  /**
   * Opens for appending. If the last line was cut (its writer was killed within a write), a newline
   * first ends it: the reader then sees one torn line followed by the next incarnation's start.
   */
  static OutputStream append(Path file) throws IOException {
    checkRegular(file);
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

  /**
   * The names of trace files are easy to guess: a link that somebody has put there would lead what
   * is written to any other file of this user, and a pipe would be waited for.
   */
  private static void checkRegular(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          file.toString(), null, "it is a link, or something else than a file");
    }
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

  /**
   * Puts the mark of a cut in the place of the last whole line, and ends the file there: what a
   * file has already can be written over on a full disk. No line is shorter than the mark.
   */
  static void cut(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long end = lineStart(bytes, bytes.length());
      long last = lineStart(bytes, end - 1);
      // The header names the process.
      bytes.seek(last > 0 ? last : end);
      bytes.write(CUT);
      bytes.setLength(bytes.getFilePointer());
    }
  }

  /** Where the line begins of which this is the end, or a place within it. */
  private static long lineStart(RandomAccessFile bytes, long end) throws IOException {
    long at = Math.max(0, end);
    while (at > 0 && byteAt(bytes, at - 1) != '\n') {
      at--;
    }
    return at;
  }

  private static int byteAt(RandomAccessFile bytes, long at) throws IOException {
    bytes.seek(at);
    return bytes.read();
  }

  private static int lastByte(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      return byteAt(bytes, bytes.length() - 1);
    }
  }
}
