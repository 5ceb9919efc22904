package io.evs.flight;

import java.util.Locale;

/** Why a ring changed or suffers; the words of {@code evs why} and {@code evs events}. */
public enum Cause {
  /** The first ring of its members. */
  START("its members started"),
  /** A node that was not there before came. */
  JOIN("a node joined"),
  /** A member left on purpose. */
  LEAVE("a member left on purpose"),
  /** A member fell silent and was not heard again. */
  CRASH("a member fell silent"),
  /** A member did not run for too long. */
  PAUSE("a member did not run for a while"),
  /** Nothing passed from one member to another. */
  LINK("a link carried nothing"),
  /** Too many packets were lost. */
  LOSS("packets were lost"),
  /** A node uses another key. */
  KEY("a node uses another key"),
  /** Two nodes have one id. */
  DUPLICATE_ID("two nodes have one id"),
  /** Large packets did not pass, small ones did. */
  MTU("large packets did not pass"),
  /** The receive buffer of a member was full. */
  BUFFER("a receive buffer was full"),
  /** Rings that had been apart came together. */
  MERGE("rings merged"),
  /** Nothing that is known explains it. */
  UNKNOWN("the cause is not known");

  private final String words;

  Cause(String words) {
    this.words = words;
  }

  /** Name in JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What happened, as the end of a sentence. */
  public String words() {
    return words;
  }
}
