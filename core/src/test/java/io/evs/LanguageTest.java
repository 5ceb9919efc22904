package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read is plain, idiomatic English; these turns of phrase are not. */
class LanguageTest {
  private static final Pattern EVERYWHERE = Pattern.compile("(?i)\\ban" + "ew\\b");

  /** In pages. */
  private static final Pattern WRITTEN =
      Pattern.compile("(?i)\\b(who" + "ever|so many|so often|at most so long)\\b");

  /** In what the programs say. */
  private static final Pattern SAID =
      Pattern.compile(
          "(?i)\\b(so many|so often|every so often|whoever|not spoken|of before"
              + "|leave \\S+ away|keeper of|teller of"
              + "|(?<!there )is no (file|folder|text|link|socket|evs node|key|scenario|request|multicast))\\b");

  private static final Pattern LITERAL =
      Pattern.compile("\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"");
  private static final Path TOP = Path.of("..");

  @Test
  void messagesAreIdiomatic() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files("java")) {
      if (file.toString().contains("/src/main/")) {
        // A sentence may be cut into several literals.
        Matcher literal = LITERAL.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
        literal
            .results()
            .filter(each -> SAID.matcher(each.group()).find())
            .forEach(each -> found.add(file + ": " + each.group()));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void pagesAndCommentsAreIdiomatic() throws IOException {
    List<String> found = new ArrayList<>();
    for (String ending : List.of("java", "md", "1", "5", "7", "txt")) {
      for (Path file : files(ending)) {
        for (String line : Files.readAllLines(file)) {
          boolean isPage = !ending.equals("java");
          if (EVERYWHERE.matcher(line).find() || isPage && WRITTEN.matcher(line).find()) {
            found.add(file + ": " + line.strip());
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(TOP)) {
      return all.filter(file -> file.toString().endsWith("." + ending))
          .filter(file -> !file.toString().contains("/target/"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
