package io.evs.cli.config;

import io.evs.cli.base.CliException;
import io.evs.cli.base.DidYouMean;
import io.evs.cli.base.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the configuration together. From weak to strong: built-in values, {@code /etc/evs/evs.yaml},
 * the user's file, the file named by {@code --config} or {@code EVS_CONFIG}, {@code EVS_*}
 * variables, options.
 */
public final class SettingsLoader {
  private static final long FILE_MAX_BYTES = 1 << 20;
  private static final Path SYSTEM_FILE = Path.of("/etc/evs/evs.yaml");

  private final Map<String, String> environment;
  private final Path systemFile;

  /** A loader for a process with that environment. */
  public SettingsLoader(Map<String, String> environment) {
    this(environment, SYSTEM_FILE);
  }

  SettingsLoader(Map<String, String> environment, Path systemFile) {
    this.environment = environment;
    this.systemFile = systemFile;
  }

  /** The file named by the option, or by EVS_CONFIG if there is no option. */
  public Optional<Path> namedFile(Optional<Path> option) {
    return option.or(() -> variable("EVS_CONFIG").map(Path::of));
  }

  /**
   * Reads everything.
   *
   * @param config the argument of {@code --config}
   * @param options values from the command line by key name
   * @throws CliException with exit 2 (or 4 if a file may not be read)
   */
  public Settings load(Optional<Path> config, Map<String, String> options) {
    Map<String, Setting> values = new LinkedHashMap<>();
    for (Key key : Keys.all()) {
      if (!key.preset().isEmpty()) {
        Object value = key.type().parse(key.preset());
        values.put(key.name(), new Setting(key, value, Settings.DEFAULT));
      }
    }
    Optional<Path> named = namedFile(config);
    // Who names a file has what is in it to go by; the others add to it where they may be read.
    List<Path> leftOut = new ArrayList<>();
    for (Path each : List.of(systemFile, userFile())) {
      if (named.isPresent() && !Files.notExists(each) && !Files.isReadable(each)) {
        leftOut.add(each);
      } else {
        values.putAll(file(each, false));
      }
    }
    if (named.isPresent()) {
      values.putAll(file(named.get(), true));
    }
    values.putAll(fromEnvironment());
    options.forEach((name, text) -> values.put(name, option(name, text)));
    return new Settings(values, named, leftOut);
  }

  private Path userFile() {
    Path base =
        variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .orElseGet(() -> Path.of(variable("HOME").orElse("/")).resolve(".config"));
    return base.resolve("evs").resolve("evs.yaml");
  }

  private static Map<String, Setting> file(Path file, boolean required) {
    // Not "does not exist": where a folder may not be looked into, nobody knows.
    if (!required && Files.notExists(file)) {
      return Map.of();
    }
    try {
      if (Files.isDirectory(file)) {
        throw CliException.usage(file + " is a folder, not a configuration file");
      }
      if (Files.size(file) > FILE_MAX_BYTES) {
        throw CliException.usage(file + " is larger than 1 MiB: not a configuration file");
      }
      byte[] bytes = Files.readAllBytes(file);
      return YamlSource.read(file.toString(), new String(bytes, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.USAGE,
          "configuration file " + file + " does not exist",
          "name another with --config or EVS_CONFIG",
          e);
    } catch (AccessDeniedException e) {
      throw new CliException(
          ExitCode.DENIED,
          "configuration file " + file + " may not be read by this user",
          "make it and its folder readable, or name another with --config or EVS_CONFIG",
          e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "configuration file " + file + " cannot be read", "", e);
    }
  }

  private Map<String, Setting> fromEnvironment() {
    Map<String, Setting> values = new LinkedHashMap<>();
    for (Key key : Keys.all()) {
      String name = key.environmentName();
      variable(name)
          .filter(text -> !ServiceVariables.isOne(name, text))
          .ifPresent(text -> values.put(key.name(), environmentSetting(key, name, text)));
    }
    refuseUnknownVariables();
    return values;
  }

  private static Setting environmentSetting(Key key, String name, String text) {
    try {
      return new Setting(key, key.type().parse(text), "environment " + name);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "environment variable " + name + ": " + notAllowed(text, key.type()));
    }
  }

  /** A variable of ours that sets nothing is a typing error, not someone else's variable. */
  private void refuseUnknownVariables() {
    Set<String> known = new TreeSet<>(Keys.all().stream().map(Key::environmentName).toList());
    List<String> sections = Keys.all().stream().map(Key::section).distinct().toList();
    for (String name : new TreeSet<>(environment.keySet())) {
      boolean ours =
          sections.stream()
              .filter(section -> !section.isEmpty())
              .anyMatch(
                  section -> name.startsWith("EVS_" + section.toUpperCase(Locale.ROOT) + "_"));
      if (ours
          && !known.contains(name)
          && !ServiceVariables.isOne(name, environment.getOrDefault(name, ""))) {
        String meant =
            DidYouMean.to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
        throw CliException.usage("environment variable " + name + " names no key" + meant);
      }
    }
  }

  private static Setting option(String name, String text) {
    Key key = Keys.find(name).orElseThrow();
    String option = name.equals("security.suite") ? "--security" : "--" + key.shortName();
    try {
      return new Setting(key, key.type().parse(text), "option " + option);
    } catch (IllegalArgumentException e) {
      throw CliException.usage("option " + option + ": " + notAllowed(text, key.type()));
    }
  }

  private static String notAllowed(String text, ValueType type) {
    return "\"" + text + "\" is not allowed; it must be " + type.allowedInsteadOf(text);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
  }
}
