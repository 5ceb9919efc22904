package io.evs.cli;

/** Sets up logging to standard error; must run before the first logger is made. */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** Sets the level: error, warn, info, debug or trace. */
  static void level(String level) {
    System.setProperty(PREFIX + "defaultLogLevel", level);
    // The frameworks below us are of interest only to their own developers.
    System.setProperty(PREFIX + "log.io.netty", level.equals("trace") ? "debug" : "warn");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(PREFIX + "showShortLogName", "true");
  }
}
