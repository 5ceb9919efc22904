package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that programmers begin with compile against the library as it is. */
class LibraryPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final Path TOP = Path.of("..");

  /** What the fragments of a page leave to the program around them. */
  private static final String AROUND =
      """
      abstract class Fragment%d {
        EvsMember member;
        abstract void stop();
        abstract void write(long fence);
        abstract void report(long fence);
        abstract void startWriting(long fence);
        abstract void stopWriting();
        abstract void runUntilToldToEnd();
        abstract void announce(List<GroupMember> parties);
        void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path classes;

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("memory:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  private static List<JavaFileObject> examples(Path page) throws IOException {
    List<JavaFileObject> all = new ArrayList<>();
    for (String example : blocks(page)) {
      Matcher name = CLASS.matcher(example);
      assertThat(name.find()).as("a whole program:%n%s", example).isTrue();
      all.add(new Source(name.group(1), example));
    }
    return all;
  }

  private static List<String> blocks(Path page) throws IOException {
    return EXAMPLE.matcher(Files.readString(page)).results().map(each -> each.group(1)).toList();
  }

  /** Programs, and fragments that need what the first block of the page imports. */
  private static List<JavaFileObject> fragments(Path page) throws IOException {
    List<String> blocks = blocks(page);
    String imports = blocks.get(0);
    assertThat(imports.lines()).allMatch(line -> line.startsWith("import "));
    List<JavaFileObject> all = new ArrayList<>();
    for (int i = 1; i < blocks.size(); i++) {
      Matcher name = CLASS.matcher(blocks.get(i));
      all.add(
          name.find()
              ? new Source(name.group(1), blocks.get(i))
              : new Source("Fragment" + i, imports + String.format(AROUND, i, blocks.get(i))));
    }
    return all;
  }

  private void compiles(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            Runtime.version().feature() < 21
                ? "-Xlint:all,-processing,-options"
                : "-Xlint:all,-processing,-options,-this-escape",
            "-proc:none",
            "--release",
            "17",
            "-d",
            classes.toString(),
            "-classpath",
            Path.of("target", "classes").toAbsolutePath()
                + System.getProperty("path.separator")
                + System.getProperty("java.class.path"));
    compiler.getTask(said, null, null, options, null, sources).call();
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void everyExampleOfTheLibrarysPageCompiles() throws IOException {
    List<JavaFileObject> examples = examples(TOP.resolve("docs/library.md"));
    assertThat(examples).hasSizeGreaterThan(4);
    compiles(examples);
  }

  /** Issue 14: its fragments did not say where their classes are, and nobody compiled them. */
  @Test
  void everyExampleOfTheOrdersPageCompiles() throws IOException {
    List<JavaFileObject> examples = fragments(TOP.resolve("docs/building-on-evs.md"));
    assertThat(examples).hasSizeGreaterThan(8);
    compiles(examples);
  }

  @Test
  void theExampleOfTheReadmeCompiles() throws IOException {
    List<JavaFileObject> examples = examples(TOP.resolve("README.md"));
    assertThat(examples).hasSize(1);
    compiles(examples);
  }

  /** Whoever adds the dependency finds it. */
  @Test
  void theCoordinatesAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(TOP.resolve("pom.xml"));
    Matcher version = Pattern.compile("<version>(.*?)</version>").matcher(pom);
    assertThat(version.find()).isTrue();
    Matcher plugins =
        Pattern.compile("<artifactId>maven-\\w+-plugin</artifactId>\\s*<version>.*?</version>")
            .matcher(Files.readString(TOP.resolve("examples/key-value/pom.xml")));
    List<String> pinned = plugins.results().map(MatchResult::group).toList();
    assertThat(pinned).hasSizeGreaterThan(4);
    assertThat(pinned)
        .allMatch(each -> pom.replaceAll(">\\s+<", "><").contains(each.replaceAll(">\\s+<", "><")));
    for (String page : List.of("docs/library.md", "README.md")) {
      assertThat(Files.readString(TOP.resolve(page)))
          .contains("<artifactId>evs-core</artifactId>\n  " + version.group());
    }
  }
}
