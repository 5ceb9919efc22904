package io.evs.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The effective configuration: at most one {@link Setting} per key. */
public final class Settings {
  /** Origin of built-in values. */
  public static final String DEFAULT = "default";

  private final Map<String, Setting> values;
  private final Optional<Path> namedFile;
  private final List<Path> leftOut;

  Settings(Map<String, Setting> values, Optional<Path> namedFile, List<Path> leftOut) {
    this.values = new LinkedHashMap<>(values);
    this.namedFile = namedFile;
    this.leftOut = List.copyOf(leftOut);
  }

  private Settings copy() {
    return new Settings(values, namedFile, leftOut);
  }

  /** The file that {@code --config} or {@code EVS_CONFIG} named. */
  public Optional<Path> namedFile() {
    return namedFile;
  }

  /** Files that this user may not read and that are left out because another one was named. */
  public List<Path> leftOut() {
    return leftOut;
  }

  /** The setting of a key; empty if it is not set and has no built-in value. */
  public Optional<Setting> setting(String name) {
    if (Keys.find(name).isEmpty()) {
      throw new IllegalArgumentException("no key " + name);
    }
    return Optional.ofNullable(values.get(name));
  }

  /** Whether someone set the key. */
  public boolean isGiven(String name) {
    return setting(name).map(setting -> !setting.origin().equals(DEFAULT)).orElse(false);
  }

  /** Whether an option or a file sets the key, and not the environment alone. */
  public boolean isAskedFor(String name) {
    return isGiven(name)
        && setting(name).map(each -> !each.origin().startsWith("environment ")).orElse(false);
  }

  /** Whether an option or the environment sets the key. */
  public boolean isAskedOtherwise(String name) {
    return isGiven(name) && !isOfFile(name);
  }

  /** Whether a file sets the key, and nothing stronger. */
  public boolean isOfFile(String name) {
    return setting(name).flatMap(Setting::folder).isPresent();
  }

  /** A text value. */
  public Optional<String> text(String name) {
    return setting(name).map(setting -> (String) setting.value());
  }

  /** The path of a file; a relative one in a configuration file starts from that file's folder. */
  public Optional<Path> path(String name) {
    return setting(name)
        .map(
            setting ->
                setting
                    .folder()
                    .map(folder -> folder.resolve((String) setting.value()))
                    .orElseGet(() -> Path.of((String) setting.value())));
  }

  /** A number; empty also if it is auto. */
  public Optional<Long> number(String name) {
    return setting(name).map(Setting::value).filter(Long.class::isInstance).map(Long.class::cast);
  }

  /** A duration; empty also if it is auto. */
  public Optional<Duration> duration(String name) {
    return setting(name)
        .map(Setting::value)
        .filter(Duration.class::isInstance)
        .map(Duration.class::cast);
  }

  /** A flag; false if not set. */
  public boolean flag(String name) {
    return setting(name).map(setting -> (Boolean) setting.value()).orElse(false);
  }

  /** A list of texts; empty if not set. */
  public List<String> texts(String name) {
    return setting(name)
        .map(setting -> ((List<?>) setting.value()).stream().map(String::valueOf).toList())
        .orElse(List.of());
  }

  /** The same settings without one. */
  public Settings without(String name) {
    Settings changed = copy();
    changed.values.remove(name);
    return changed;
  }

  /** The same settings with one replaced. */
  public Settings with(String name, String value, String origin) {
    Key key = Keys.find(name).orElseThrow();
    Settings changed = copy();
    changed.values.put(name, new Setting(key, key.type().parse(value), origin));
    return changed;
  }
}
