package io.evs.console.drawing;

/** What a piece of the picture means; how it looks is the painter's business. */
public enum Style {
  /** Ordinary text. */
  PLAIN,
  /** Rules and labels. */
  LABEL,
  /** Names and figures that matter. */
  STRONG,
  /** The first line, and what is selected. */
  BAR,
  /** Where the token is. */
  TOKEN,
  /** Charts. */
  CHART,
  /** As it should be. */
  GOOD,
  /** Not as it should be. */
  WARNING,
  /** Does not work. */
  BAD
}
