package io.evs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java files of all modules, for tests of what is written in them. */
public final class SourceTree {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private SourceTree() {}

  /** Main and test sources. */
  public static List<Path> all() throws IOException {
    return below("src");
  }

  /** What is built and installed. */
  public static List<Path> main() throws IOException {
    return below("src/main/java");
  }

  private static List<Path> below(String folder) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT);
        Stream<Path> files =
            modules
                .filter(each -> Files.exists(each.resolve("pom.xml")))
                .map(each -> each.resolve(folder))
                .flatMap(SourceTree::files)) {
      List<Path> found = files.sorted().toList();
      if (found.size() < 500) {
        throw new AssertionError("only " + found.size() + " sources below " + ROOT);
      }
      return found;
    }
  }

  private static Stream<Path> files(Path folder) {
    try {
      return Files.walk(folder).filter(each -> each.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new AssertionError(folder + " cannot be read", e);
    }
  }
}
