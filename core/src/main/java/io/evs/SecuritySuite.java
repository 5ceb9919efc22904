package io.evs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the datagrams of a ring are sealed (docs/security.md, "Construction"). */
public enum SecuritySuite {
  /** AES-256 in Galois/counter mode, with a key of its own for each sender and start. */
  AES_256_GCM,
  /** As above with ChaCha20-Poly1305, for processors without AES instructions. */
  CHACHA20_POLY1305,
  /** The format of openais and corosync 1.x. Weak; only to talk to old rings. */
  SOBER128_HMAC_SHA1,
  /** Nothing: anyone who can send a datagram can change the ring. */
  NONE;

  /** The name in configurations and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a key is needed. */
  public boolean needsKey() {
    return this != NONE;
  }

  /**
   * Reads a name.
   *
   * @throws EvsException INVALID_PARAM if it is none
   */
  public static SecuritySuite parse(String text) {
    for (SecuritySuite suite : values()) {
      if (suite.text().equals(text)) {
        return suite;
      }
    }
    throw new EvsException(
        EvsException.Code.INVALID_PARAM,
        "security suite \""
            + text
            + "\" is unknown; use "
            + Arrays.stream(values()).map(SecuritySuite::text).collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return text();
  }
}
