package io.evs.security.key;

import io.evs.EvsException;
import io.evs.text.Causes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Reads ring keys, and refuses those that others may have read or written; writes them whole or not
 * at all, and never readable by anyone else in between.
 */
public final class KeyFiles {
  private KeyFiles() {}

  /**
   * Reads a key.
   *
   * @throws EvsException SECURITY, with one sentence that says what to do
   */
  public static RingKey read(Path file) {
    try {
      return read(file, Custody.ofProcess());
    } catch (IOException e) {
      throw refused("key file " + file + " cannot be read: " + Causes.reason(e));
    }
  }

  static RingKey read(Path file, Custody custody) {
    try {
      // Links are followed once: one that is turned meanwhile changes nothing.
      Path real = file.toRealPath();
      if (!Files.isRegularFile(real)) {
        throw refused(file + " is not a regular file: give the path of a key file");
      }
      Map<String, Object> before = Custody.state(real);
      Optional<String> objection = custody.objection(real);
      if (objection.isPresent()) {
        throw refused(
            "key file "
                + file
                + " "
                + objection.get()
                + ", and make a new key if someone else may have read this one");
      }
      byte[] bytes = contents(real);
      try {
        // What was judged must be what was read.
        if (!Custody.state(real).equals(before)) {
          throw refused("key file " + file + " changed while it was read: try again");
        }
        checkLength(file, bytes.length);
        return new RingKey(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (NoSuchFileException e) {
      throw missing(file);
    } catch (AccessDeniedException e) {
      throw refused(
          "no permission to read key file " + file + ": give it to the user that runs evs");
    } catch (IOException e) {
      throw refused("key file " + file + " cannot be read: " + Causes.reason(e));
    }
  }

  /** At most one byte more than a key has. */
  private static byte[] contents(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(RingKey.MAX_BYTES + 1);
    }
  }

  private static void checkLength(Path file, int bytes) {
    if (bytes < RingKey.MIN_BYTES || bytes > RingKey.MAX_BYTES) {
      throw refused(
          "key file "
              + file
              + " has "
              + (bytes > RingKey.MAX_BYTES ? "more than " + RingKey.MAX_BYTES : bytes)
              + " bytes; a key has "
              + RingKey.MIN_BYTES
              + " to "
              + RingKey.MAX_BYTES
              + ": make one with `evs keygen`");
    }
  }

  /**
   * Writes a key, readable by its owner only.
   *
   * @param replace whether a file of that name is replaced
   * @throws FileAlreadyExistsException if there is one and it is not to be replaced
   */
  public static void write(Path file, byte[] key, boolean replace) throws IOException {
    write(file, key, replace, Optional.empty());
  }

  /** As above; a file that root makes gets the owner of that one. */
  static void write(Path file, byte[] key, boolean replace, Optional<Path> owner)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    if (!replace && Files.exists(absolute)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path temporary = FreshFile.write(absolute.getParent(), ".evs-key", "r--------", key);
    try {
      if (owner.isPresent()) {
        Custody.asOf(owner.get(), temporary);
      }
      if (replace) {
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
      } else {
        // A link, unlike a move, fails if somebody else was faster.
        Files.createLink(absolute, temporary);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static EvsException missing(Path file) {
    return refused("key file " + file + " does not exist: make it with `evs keygen " + file + "`");
  }

  private static EvsException refused(String message) {
    return new EvsException(EvsException.Code.SECURITY, message);
  }
}
