package io.evs;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.sim.scenario.Scenarios;
import io.evs.verify.report.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What comments, messages, manual pages and documents cite is in the repository: pages, sections of
 * pages, packages, classes and their members.
 */
class CitationsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final List<String> PLACES =
      List.of(
          "core/src",
          "sim/src",
          "shell/src",
          "cli/src",
          "docs",
          "man",
          "tools",
          "packaging",
          "completions",
          ".ci");

  private static final List<String> PAGES_IN_ROOT =
      List.of("README", "ARCHITECTURE", "CHANGELOG", "CONTRIBUTING");

  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|md|json|txt|xml|properties|yaml|yml|py|[1-9])|[^.]+");

  private static final String PAGE = "([A-Za-z0-9_./-]+\\." + "md)";

  private static final Pattern CITED = Pattern.compile("(?<![\\w/.:-])" + PAGE + "(#[\\w-]+)?\\b");

  /** A page, then one or more titles in quotation marks. */
  private static final Pattern SECTION =
      Pattern.compile(PAGE + "\\)?, ((?:(?: and )?\\\\?\"[^\"]+\")+)");

  private static final Pattern TITLE = Pattern.compile("\"([^\"\\\\]+)\\\\?\"");

  private static final Pattern ANCHOR = Pattern.compile("\\]\\((#[^)]+)\\)");

  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

  private static final Pattern CLASS =
      Pattern.compile(
          "((?:[a-z][a-z0-9]*\\.)*)([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.#](\\w+))?(?:\\(.*\\))?");

  private static final Pattern PACKAGE = Pattern.compile("io\\.evs(?:\\.[a-z]+)*");

  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|enum|@?interface) ([A-Z][A-Za-z0-9]*)");

  /** A scenario in brackets, as in comments, or a property. */
  private static final Pattern CODE =
      Pattern.compile("\\((S[0-9]+)[,;:) ]|propert(?:y|ies) (?:\\{@code )?([A-Z][0-9])\\b");

  /** Words of other programs that look like classes: a counter of Linux. */
  private static final Set<String> KNOWN = Set.of("RcvbufErrors");

  /** Text of each source file by the types that it declares. */
  private static final Map<String, List<Path>> TYPES = new HashMap<>();

  private static final Map<Path, String> TEXTS = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    for (String place : PLACES) {
      if (Files.isDirectory(ROOT.resolve(place))) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
          files.filter(CitationsTest::isText).forEach(CitationsTest::take);
        }
      }
    }
    PAGES_IN_ROOT.stream()
        .map(each -> ROOT.resolve(each + ".md"))
        .filter(Files::exists)
        .forEach(CitationsTest::take);
    assertThat(TEXTS).as("files below " + ROOT).hasSizeGreaterThan(500);
  }

  private static boolean isText(Path file) {
    return Files.isRegularFile(file)
        && !file.toString().contains("FuzzTestInputs")
        && TEXT.matcher(file.getFileName().toString()).matches();
  }

  private static void take(Path file) {
    try {
      String text = Files.readString(file);
      TEXTS.put(file, text);
      if (file.toString().endsWith(".java")) {
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
          TYPES.computeIfAbsent(type.group(1), name -> new ArrayList<>()).add(file);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read", e);
    }
  }

  /** The house, point 1: 79 comments named nine documents that nobody had. */
  @Test
  void eachCitedPageIsThere() {
    List<String> problems = new ArrayList<>();
    TEXTS.forEach(
        (file, text) -> {
          Matcher cited = CITED.matcher(flowing(text));
          while (cited.find()) {
            Path page = page(file, cited.group(1));
            if (page == null) {
              problems.add(name(file) + " cites " + cited.group(1));
            } else if (cited.group(2) != null && !anchors(page).contains(cited.group(2))) {
              problems.add(name(file) + " cites " + cited.group());
            }
          }
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void eachCitedSectionIsInItsPage() {
    List<String> problems = new ArrayList<>();
    int[] found = new int[1];
    TEXTS.forEach(
        (file, text) -> {
          Matcher cited = SECTION.matcher(flowing(text));
          while (cited.find()) {
            Path page = page(file, cited.group(1));
            Matcher title = TITLE.matcher(cited.group(2));
            while (title.find()) {
              found[0]++;
              if (page == null || !titles(page).contains(title.group(1))) {
                problems.add(name(file) + " cites " + cited.group(1) + ", " + title.group(1));
              }
            }
          }
        });
    assertThat(problems).isEmpty();
    assertThat(found[0]).as("citations of sections").isGreaterThan(50);
  }

  @Test
  void eachAnchorWithinAPageIsThere() {
    List<String> problems = new ArrayList<>();
    TEXTS.forEach(
        (file, text) -> {
          Matcher anchor = ANCHOR.matcher(text);
          while (file.toString().endsWith(".md") && anchor.find()) {
            if (!anchors(file).contains(anchor.group(1))) {
              problems.add(name(file) + " has a link to " + anchor.group(1));
            }
          }
        });
    assertThat(problems).isEmpty();
  }

  /** The house, point 5: ARCHITECTURE.md named two classes that were gone. */
  @Test
  void eachClassThatADocumentNamesIsThere() {
    Set<String> problems = new TreeSet<>();
    TEXTS.forEach(
        (file, text) -> {
          Matcher quoted = QUOTED.matcher(text.replaceAll("(?s)```.*?```", ""));
          while (file.toString().endsWith(".md") && quoted.find()) {
            if (!isKnown(quoted.group(1))) {
              problems.add(name(file) + " names " + quoted.group(1));
            }
          }
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void eachScenarioAndPropertyThatIsNamedIsThere() {
    Set<String> known = new TreeSet<>();
    Scenarios.all().forEach(scenario -> known.add(scenario.name()));
    Stream.of(Property.values()).forEach(property -> known.add(property.name()));
    Set<String> problems = new TreeSet<>();
    int[] found = new int[1];
    TEXTS.forEach(
        (file, text) -> {
          Matcher named = CODE.matcher(flowing(text));
          while (named.find()) {
            found[0]++;
            String code = named.group(1) == null ? named.group(2) : named.group(1);
            if (!known.contains(code)) {
              problems.add(name(file) + " names " + code);
            }
          }
        });
    assertThat(problems).isEmpty();
    assertThat(found[0]).as("scenarios and properties named").isGreaterThan(30);
  }

  private static boolean isKnown(String quoted) {
    if (PACKAGE.matcher(quoted).matches()) {
      String folder = "src/main/java/" + quoted.replace('.', '/');
      return Stream.of("core", "sim", "shell", "cli")
          .anyMatch(module -> Files.isDirectory(ROOT.resolve(module).resolve(folder)));
    }
    Matcher named = CLASS.matcher(quoted);
    if (!named.matches() || KNOWN.contains(named.group(2))) {
      return true;
    }
    String folder = named.group(1).replace('.', '/');
    String member = named.group(3);
    return TYPES.getOrDefault(named.group(2), List.of()).stream()
        .filter(file -> file.getParent().toString().concat("/").endsWith("/" + folder))
        .anyMatch(file -> member == null || has(TEXTS.get(file), member));
  }

  private static boolean has(String source, String member) {
    return Pattern.compile("\\b" + Pattern.quote(member) + "\\b").matcher(source).find();
  }

  /** Lines of a comment or paragraph as one, so that a citation may be cut by the end of a line. */
  private static String flowing(String text) {
    return text.replaceAll("\\s*\\n[ \\t]*(?:\\*(?!/)|//|#(?!#)|\\.\\\\\")?[ \\t]*", " ");
  }

  /** The page that is meant: from the root, beside the file that cites it, or a document. */
  private static Path page(Path from, String cited) {
    for (Path base : List.of(ROOT, from.getParent(), ROOT.resolve("docs"))) {
      Path page = base.resolve(cited).normalize();
      if (page.startsWith(ROOT) && Files.isRegularFile(page)) {
        return page;
      }
    }
    return null;
  }

  private static Set<String> titles(Path page) {
    Set<String> titles = new TreeSet<>();
    for (String line : TEXTS.get(page).split("\n")) {
      if (line.startsWith("#")) {
        titles.add(line.replaceFirst("#+ ", "").replace("`", ""));
      }
    }
    return titles;
  }

  /** As GitHub makes them of titles. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new TreeSet<>();
    for (String title : titles(page)) {
      String lower = title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
      anchors.add("#" + lower.replace(' ', '-'));
    }
    return anchors;
  }

  private static String name(Path file) {
    return ROOT.relativize(file).toString();
  }
}
