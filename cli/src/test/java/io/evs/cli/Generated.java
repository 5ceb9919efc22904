package io.evs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files that are made from the sources and kept beside them. A test compares them; with {@code
 * -Dregenerate=true}, as tools/generate sets it, it writes them instead.
 */
public final class Generated {
  private Generated() {}

  /** Compares a folder of the project with what it should contain, by names of files. */
  public static void check(String folder, Map<String, String> wanted) throws IOException {
    Path path = Path.of("..", folder).toAbsolutePath().normalize();
    if (Boolean.getBoolean("regenerate")) {
      write(path, wanted);
    }
    Map<String, String> found = new TreeMap<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path each : files.toList()) {
          found.put(each.getFileName().toString(), Files.readString(each));
        }
      }
    }
    assertThat(found.keySet())
        .as("files in " + folder + "; run tools/generate")
        .isEqualTo(new TreeMap<>(wanted).keySet());
    wanted.forEach(
        (name, text) ->
            assertThat(found.get(name))
                .as(folder + "/" + name + " is outdated; run tools/generate")
                .isEqualTo(text));
  }

  private static void write(Path folder, Map<String, String> wanted) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        if (!wanted.containsKey(each.getFileName().toString())) {
          Files.delete(each);
        }
      }
    }
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      Files.writeString(folder.resolve(each.getKey()), each.getValue(), StandardCharsets.UTF_8);
    }
  }
}
