package io.evs.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds text that Java has misread: bytes that are no characters of the locale become U+FFFD, and
 * what would be sent is not what was typed.
 */
public final class RawText {
  private static final String REPLACEMENT = "\uFFFD";
  private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  private RawText() {}

  /** What was misread, and what to do, if anything was. */
  public static Optional<String> misread(List<String> arguments, Map<String, String> environment) {
    if (arguments.stream().anyMatch(each -> each.contains(REPLACEMENT)) && !isIn(ARGUMENTS)) {
      return Optional.of(
          "an argument is not text in the characters of this locale: use UTF-8, in a locale such as"
              + " C.UTF-8");
    }
    return environment.entrySet().stream()
        .filter(each -> each.getKey().startsWith("EVS_") && each.getValue().contains(REPLACEMENT))
        .findFirst()
        .filter(each -> !isIn(ENVIRONMENT))
        .map(
            each ->
                "environment variable "
                    + each.getKey()
                    + " is not text in the characters of this locale: use UTF-8, in a locale such as"
                    + " C.UTF-8");
  }

  /** Whether the character itself was given; where the system does not tell, it may have been. */
  private static boolean isIn(Path raw) {
    try {
      return new String(Files.readAllBytes(raw), StandardCharsets.ISO_8859_1)
          .contains(
              new String(
                  REPLACEMENT.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    } catch (IOException unknown) {
      return true;
    }
  }
}
