package io.evs.security.key;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Ring keys from passphrases: the same passphrase and ring name give the same key on every node.
 * Argon2id with RFC 9106's second recommended parameters (3 passes over 64 MiB, 4 lanes). The ring
 * name is the salt, because nodes that know only the passphrase share nothing else: rings of the
 * same name and passphrase have the same key.
 */
public final class PassphraseKeys {
  /** Shortest passphrase, in characters. */
  public static final int MIN_CHARACTERS = 16;

  private static final int PASSES = 3;
  private static final int MEMORY_KIB = 1 << 16;
  private static final int LANES = 4;
  private static final String SALT_PREFIX = "evs ring key from passphrase 1: ";

  private PassphraseKeys() {}

  /**
   * Derives a key; takes about a second.
   *
   * @param passphrase in any Unicode normal form; cleared by the caller
   * @param sizeBytes length of the key, 128 to 4096
   * @throws IllegalArgumentException if the passphrase has fewer than 16 characters
   */
  public static byte[] derive(char[] passphrase, String ringName, int sizeBytes) {
    if (passphrase.length < MIN_CHARACTERS) {
      throw new IllegalArgumentException(
          "the passphrase has " + passphrase.length + " characters; use at least 16");
    }
    String normal = Normalizer.normalize(new String(passphrase), Normalizer.Form.NFC);
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withIterations(PASSES)
            .withMemoryAsKB(MEMORY_KIB)
            .withParallelism(LANES)
            .withSalt((SALT_PREFIX + ringName).getBytes(StandardCharsets.UTF_8))
            .build());
    byte[] key = new byte[sizeBytes];
    generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), key);
    return key;
  }
}
