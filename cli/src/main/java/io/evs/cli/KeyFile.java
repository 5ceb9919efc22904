package io.evs.cli;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/** Writes ring keys: whole or not at all, and never readable by anyone else in between. */
final class KeyFile {
  /** Shortest key that corosync reads. */
  static final int MIN_BYTES = 128;

  /** Longest key that corosync reads. */
  static final int MAX_BYTES = 4096;

  private static final int FINGERPRINT_DIGITS = 16;

  /**
   * What was written.
   *
   * @param file where
   * @param sizeBytes length of the key
   * @param fingerprint first digits of the SHA-256 of the key, for comparing by eye
   */
  record Written(Path file, int sizeBytes, String fingerprint) {}

  private KeyFile() {}

  /** Writes a new random key. */
  static Written create(Path file, int sizeBytes, boolean replace) {
    if (sizeBytes < MIN_BYTES || sizeBytes > MAX_BYTES) {
      throw CliException.usage(
          "option --size: "
              + sizeBytes
              + " is not allowed; it must be "
              + MIN_BYTES
              + " to "
              + MAX_BYTES);
    }
    byte[] key = new byte[sizeBytes];
    new SecureRandom().nextBytes(key);
    try {
      write(file, key, replace);
      return new Written(file, sizeBytes, fingerprint(key));
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.USAGE,
          file + " exists; a ring that uses it would lose its key",
          "choose another name, or replace it with --force",
          e);
    } catch (AccessDeniedException e) {
      throw new CliException(ExitCode.DENIED, "no permission to write " + file, "", e);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.USAGE, "the folder of " + file + " does not exist", "", e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.DENIED, file + " cannot be written: " + e.getMessage(), "", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The first digits of a key's SHA-256. */
  static String fingerprint(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(Path file, byte[] key, boolean replace) throws IOException {
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
        // A link, unlike a move, fails if another keygen was faster.
        Files.createLink(absolute, temporary);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void fill(Path file, byte[] key) throws IOException {
    try (FileChannel out = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
      ByteBuffer bytes = ByteBuffer.wrap(key);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }
}
