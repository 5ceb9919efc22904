package io.evs.cli.config;

import io.evs.cli.base.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An effective value and where it came from.
 *
 * @param key the key
 * @param value Long, Duration, Boolean, String, or a list of Long or String
 * @param origin {@code default}, {@code environment EVS_...}, {@code option --...} or {@code
 *     file:line}
 */
public record Setting(Key key, Object value, String origin) {
  /** The value as people write it. */
  public String shown() {
    return value instanceof Duration time ? Units.show(time) : String.valueOf(value);
  }

  /** The file it comes from, as it was named; empty if it comes from elsewhere. */
  public Optional<Path> file() {
    return folder().map(folder -> Path.of(origin.substring(0, origin.lastIndexOf(':'))));
  }

  /** Folder of the file it comes from; empty if it comes from elsewhere. */
  Optional<Path> folder() {
    boolean elsewhere =
        origin.equals(Settings.DEFAULT)
            || origin.startsWith("environment ")
            || origin.startsWith("option ");
    return elsewhere
        ? Optional.empty()
        : Optional.of(Path.of(origin.substring(0, origin.lastIndexOf(':'))).toAbsolutePath())
            .map(Path::getParent);
  }
}
