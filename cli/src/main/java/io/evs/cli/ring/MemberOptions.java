package io.evs.cli.ring;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command that runs a member. */
public final class MemberOptions {
  @Option(names = "--transport", paramLabel = "KIND", description = "unicast or multicast.")
  private String transport;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "default, fast or lossy: protocol values for the kind of network.")
  private String profile;

  @Option(
      names = "--security",
      paramLabel = "SUITE",
      description =
          "aes-256-gcm, chacha20-poly1305, sober128-hmac-sha1 or none"
              + " (default: aes-256-gcm with a key, none without).")
  private String security;

  @Option(
      names = "--insecure",
      description = "Allow a ring without a key on addresses other than loopback.")
  private boolean insecure;

  @Option(
      names = "--trace",
      paramLabel = "DIR",
      description = "Record traces for evs verify in this folder.")
  private Path trace;

  /**
   * Options that are no configuration.
   *
   * @param insecure whether a ring without a key may leave the machine
   * @param trace folder for traces
   */
  public record Values(boolean insecure, Optional<Path> trace) {}

  /** The profile that was asked for. */
  public Optional<String> profile() {
    return Optional.ofNullable(profile);
  }

  /** Those that set keys of the configuration, by name of the key. */
  public Map<String, String> asSettings() {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "transport", transport);
    put(values, "ring.profile", profile);
    put(values, "security.suite", security);
    return values;
  }

  /** Whether one was given: something that only a member can do was asked for. */
  public boolean isGiven() {
    return !asSettings().isEmpty() || insecure || trace != null;
  }

  private static void put(Map<String, String> values, String key, String value) {
    if (value != null) {
      values.put(key, value);
    }
  }

  /** The others. */
  public Values values() {
    return new Values(insecure, Optional.ofNullable(trace));
  }
}
