package io.evs.security;

import io.evs.EvsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads ring keys, and refuses those that others may have read or written; writes them whole or not
 * at all, and never readable by anyone else in between.
 */
public final class KeyFiles {
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private KeyFiles() {}

  /**
   * Reads a key.
   *
   * @throws EvsException SECURITY, with one sentence that says what to do
   */
  public static RingKey read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw Files.exists(file) ? refused(file + " is no file: name a key file") : missing(file);
      }
      checkOwner(file);
      checkPermissions(file);
      long size = Files.size(file);
      if (size < RingKey.MIN_BYTES || size > RingKey.MAX_BYTES) {
        throw refused(
            "key file "
                + file
                + " has "
                + size
                + " bytes; a key has "
                + RingKey.MIN_BYTES
                + " to "
                + RingKey.MAX_BYTES
                + ": make one with `evs keygen`");
      }
      byte[] bytes = Files.readAllBytes(file);
      try {
        return new RingKey(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    } catch (NoSuchFileException e) {
      throw missing(file);
    } catch (AccessDeniedException e) {
      throw refused("no permission to read key file " + file + ": run as its owner");
    } catch (IOException e) {
      throw refused("key file " + file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Writes a key, readable by its owner only.
   *
   * @param replace whether a file of that name is replaced
   * @throws FileAlreadyExistsException if there is one and it is not to be replaced
   */
  public static void write(Path file, byte[] key, boolean replace) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (!replace && Files.exists(absolute)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path temporary =
        Files.createTempFile(
            absolute.getParent(),
            ".evs-key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      fill(temporary, key);
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("r--------"));
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

  static void fill(Path file, byte[] contents) throws IOException {
    try (FileChannel out = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
      ByteBuffer bytes = ByteBuffer.wrap(contents);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void checkPermissions(Path file) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (granted.stream().anyMatch(OTHERS::contains)) {
      throw refused(
          "key file "
              + file
              + " is open to others ("
              + PosixFilePermissions.toString(granted)
              + "): run `chmod 400 "
              + file
              + "`, and make a new key if someone may have read it");
    }
  }

  /** Root's files are trusted: who is root may do anything. */
  private static void checkOwner(Path file) throws IOException {
    int owner = (int) Files.getAttribute(file, "unix:uid");
    Path self = Path.of("/proc/self");
    int user = Files.exists(self) ? (int) Files.getAttribute(self, "unix:uid") : owner;
    if (owner != 0 && owner != user) {
      throw refused(
          "key file "
              + file
              + " belongs to "
              + Files.getOwner(file).getName()
              + ": run `chown` to give it to the user that runs evs");
    }
  }

  private static EvsException missing(Path file) {
    return refused("key file " + file + " does not exist: make it with `evs keygen " + file + "`");
  }

  private static EvsException refused(String message) {
    return new EvsException(EvsException.Code.SECURITY, message);
  }
}
