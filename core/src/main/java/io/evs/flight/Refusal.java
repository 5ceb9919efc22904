package io.evs.flight;

/** Why a packet was refused before the member saw it. */
public enum Refusal {
  /** Sealed with a key that is not installed here. */
  OTHER_KEY("are sealed with another key"),
  /** Sealed with an installed key by somebody who does not know the one in use. */
  OLD_KEY("are sealed with an old key"),
  /** Without an envelope. */
  NO_ENVELOPE("come without a key"),
  /** Of an older version of the envelope. */
  OLD_VERSION("are of an older version of evs"),
  /** From a host that is no listed peer. */
  UNLISTED("come from a host that is not listed as a peer"),
  /** Not sealed by who has the key, though they say so. */
  FORGED("fail authentication"),
  /** Seen before. */
  REPLAYED("were seen before"),
  /** Nothing that a node sends. */
  MALFORMED("are malformed"),
  /** Of strangers, more than can be looked at. */
  OVER_BUDGET("are of strangers, more than can be looked at");

  private static final Refusal[] ALL = values();
  private final String words;

  Refusal(String words) {
    this.words = words;
  }

  /** A clause whose subject is the packets. */
  public String words() {
    return words;
  }

  /** Whether it says that sender and receiver differ in their keys. */
  public boolean isOfKeys() {
    return this == OTHER_KEY || this == OLD_KEY || this == NO_ENVELOPE;
  }

  /** The reason with that ordinal; OTHER_KEY for one of a version to come. */
  public static Refusal of(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : OTHER_KEY;
  }
}
