package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Matcher example = EXAMPLE.matcher(Files.readString(page));
    while (example.find()) {
      if (!example.group(1).startsWith("import ") && page.endsWith("building-on-evs.md")) {
        continue; // a few lines, not a program
      }
      Matcher name = CLASS.matcher(example.group(1));
      assertThat(name.find()).as("a whole program:%n%s", example.group(1)).isTrue();
      all.add(new Source(name.group(1), example.group(1)));
    }
    return all;
  }

  private void compiles(List<JavaFileObject> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-Xlint:all,-processing,-options",
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

  @Test
  void theProgramOfTheStatesPageCompiles() throws IOException {
    List<JavaFileObject> examples = examples(TOP.resolve("docs/building-on-evs.md"));
    assertThat(examples).isNotEmpty();
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
    for (String page : List.of("docs/library.md", "README.md")) {
      assertThat(Files.readString(TOP.resolve(page)))
          .contains("<artifactId>evs-core</artifactId>\n  " + version.group());
    }
  }
}
