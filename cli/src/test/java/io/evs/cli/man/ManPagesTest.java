package io.evs.cli.man;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.Evs;
import io.evs.cli.Generated;
import io.evs.cli.Programs;
import io.evs.cli.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The manual is that of the commands there are, and man is content with it. */
class ManPagesTest {
  private static final Pattern REFERENCE =
      Pattern.compile("(evs[a-z._\\\\-]*)(?:\\\\f[BR])?\\((\\d)\\)");

  @TempDir private Path folder;

  @Test
  void theKeptPagesAreThoseOfTheCommandsThereAre() throws Exception {
    Generated.check("man", ManPages.all());
  }

  @TestFactory
  List<DynamicTest> manRendersEachPageWithoutAWarning() throws Exception {
    Programs.need("man");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, String> each : ManPages.all().entrySet()) {
      Path page = Files.writeString(folder.resolve(each.getKey()), each.getValue());
      tests.add(DynamicTest.dynamicTest(each.getKey(), () -> render(page)));
    }
    return tests;
  }

  private void render(Path page) throws Exception {
    Programs.Said said =
        Programs.run(
            folder,
            List.of("env", "LC_ALL=C.UTF-8", "MANWIDTH=80", "man", "--warnings", "-l", "" + page));
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("NAME").contains("DESCRIPTION");
  }

  @Test
  void everyOptionIsInThePageOfItsCommand() {
    Map<String, String> pages = ManPages.all();
    Trees.tree()
        .all()
        .forEach(
            command ->
                command
                    .options()
                    .forEach(
                        option ->
                            assertThat(pages.get(String.join("-", command.path()) + ".1"))
                                .contains(Roff.escaped(option.names().get(0)))));
  }

  @Test
  void everyCallOfTheLibraryHasAPage() {
    Map<String, String> pages = ManPages.all();
    String library =
        pages.entrySet().stream()
            .filter(each -> each.getKey().endsWith(".3"))
            .map(Map.Entry::getValue)
            .reduce("", String::concat);
    Arrays.stream(Evs.class.getMethods())
        .filter(method -> method.getDeclaringClass() == Evs.class)
        .forEach(
            method -> assertThat(library).containsPattern("Evs\\." + method.getName() + "\\b"));
  }

  @Test
  void whatIsReferredToExists() {
    Map<String, String> pages = ManPages.all();
    pages.forEach(
        (name, page) -> {
          Matcher matcher = REFERENCE.matcher(page);
          while (matcher.find()) {
            String file = matcher.group(1).replace("\\", "") + "." + matcher.group(2);
            assertThat(pages).as(name + " refers to " + file).containsKey(file);
          }
        });
  }
}
