package io.evs.cli.base;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sets up logging to standard error; must run before the first logger is made. */
public final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  /** The levels, from the least to the most that is told. */
  public static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private Logging() {}

  /** Sets the level: error, warn, info, debug or trace. */
  public static void level(String level) {
    System.setProperty(PREFIX + "defaultLogLevel", level);
    // The frameworks below us are of interest only to their own developers.
    System.setProperty(PREFIX + "log.io.netty", level.equals("trace") ? "debug" : "warn");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(PREFIX + "showShortLogName", "true");
  }

  /**
   * Sets the level of all loggers, those that exist too; any thread. The logging library has no
   * call for that, but each of its loggers has a field.
   */
  public static void change(String level) {
    level(level);
    try {
      ILoggerFactory factory = LoggerFactory.getILoggerFactory();
      Field loggers = factory.getClass().getDeclaredField("loggerMap");
      loggers.setAccessible(true);
      for (Object logger : ((Map<?, ?>) loggers.get(factory)).values()) {
        if (!((Logger) logger).getName().startsWith("io.netty")) {
          Field current = logger.getClass().getDeclaredField("currentLogLevel");
          current.setAccessible(true);
          current.setInt(logger, Level.valueOf(level.toUpperCase(Locale.ROOT)).toInt());
        }
      }
    } catch (ReflectiveOperationException | RuntimeException other) {
      LoggerFactory.getLogger(Logging.class)
          .warn("the log level of this process cannot be changed: {}", other.toString());
    }
  }
}
