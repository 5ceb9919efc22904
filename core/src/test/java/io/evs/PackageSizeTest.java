package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Packages are divided by what is in them before they hold more files than one looks through. */
class PackageSizeTest {
  private static final int FILES_MAX = 25;

  /**
   * Folders that hold more, as module and package, with their present count. Each has its reason
   * beside it; none may grow, and one that has become small leaves this list.
   */
  private static final Map<String, Integer> LARGER = Map.of();

  @Test
  void packagesHoldFewFiles() throws IOException {
    Map<String, Integer> problems = new TreeMap<>(files());
    problems.entrySet().removeIf(each -> each.getValue() <= bound(each.getKey()));
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsListedAsLargerStillIs() throws IOException {
    Map<String, Integer> files = files();
    assertThat(LARGER).allSatisfy((name, most) -> assertThat(files.get(name)).isEqualTo(most));
  }

  private static int bound(String name) {
    return LARGER.getOrDefault(name, FILES_MAX);
  }

  /** By module and package, such as {@code core io.evs.node}. */
  private static Map<String, Integer> files() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    for (Path file : SourceTree.main()) {
      String[] folder = file.getParent().toString().split("/src/main/java/");
      String module = Path.of(folder[0]).getFileName().toString();
      files.merge(module + " " + folder[1].replace('/', '.'), 1, Integer::sum);
    }
    return files;
  }
}
