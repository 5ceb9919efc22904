package io.evs.cli.config;

import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param name its full name, {@code section.key}, or just the key at the top level
 * @param type what it accepts
 * @param preset the built-in value as text; empty if there is none or it is derived
 * @param note how a derived value comes about; empty if there is none
 */
public record Key(String name, ValueType type, String preset, String note) {

  /** The environment variable that sets it. */
  public String environmentName() {
    return "EVS_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The section, or an empty text at the top level. */
  public String section() {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  /** The name within its section. */
  public String shortName() {
    return name.substring(name.indexOf('.') + 1);
  }
}
