package io.evs.cli.key;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.security.key.KeyFiles;
import io.evs.security.key.RingKey;
import io.evs.text.Causes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/** Makes ring keys and tells what stands in the way in the words of the commands. */
final class KeyFile {
  /**
   * What was written.
   *
   * @param file where
   * @param sizeBytes length of the key
   * @param id the key's id, which its packets carry
   * @param fingerprint first digits of the SHA-256 of the key, for comparing by eye
   */
  record Written(Path file, int sizeBytes, String id, String fingerprint) {}

  private KeyFile() {}

  /** Makes the bytes of a key. */
  interface Source {
    /** A key of that length. */
    byte[] key(int sizeBytes);
  }

  /** Writes a new random key. */
  static Written create(Path file, int sizeBytes, boolean replace) {
    return create(file, sizeBytes, replace, KeyFile::random);
  }

  private static byte[] random(int sizeBytes) {
    byte[] key = new byte[sizeBytes];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** Writes a key of that source; asks it only if the rest is in order. */
  static Written create(Path file, int sizeBytes, boolean replace, Source source) {
    if (sizeBytes < RingKey.MIN_BYTES || sizeBytes > RingKey.MAX_BYTES) {
      throw CliException.usage(
          "option --size: "
              + sizeBytes
              + " is not allowed; it must be "
              + RingKey.MIN_BYTES
              + " to "
              + RingKey.MAX_BYTES);
    }
    if (!replace && Files.exists(file)) {
      throw exists(file, null);
    }
    // It would be taken away from whoever else uses it: /dev/null, for one.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw CliException.usage(file + " is not a regular file: choose another name for the key");
    }
    byte[] key = source.key(sizeBytes);
    try {
      KeyFiles.write(file, key, replace);
      RingKey made = new RingKey(key);
      return new Written(file, sizeBytes, made.name(), made.fingerprint());
    } catch (FileAlreadyExistsException e) {
      throw exists(file, e);
    } catch (AccessDeniedException e) {
      throw new CliException(ExitCode.DENIED, "no permission to write " + file, "", e);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.USAGE, "the folder of " + file + " does not exist", "", e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.NOT_WRITTEN, file + " cannot be written: " + Causes.reason(e), "", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static CliException exists(Path file, Exception cause) {
    return new CliException(
        ExitCode.USAGE,
        file + " exists; a ring that uses it would lose its key",
        "choose another name, or replace it with --force",
        cause);
  }
}
