package io.evs.totem;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.part.Timer;
import java.io.IOException;
import java.lang.reflect.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package's documentation names methods, fields and timers that exist. */
class DesignPageTest {
  private static final Path PAGE = Path.of("src/main/java/io/evs/totem/package-info.java");
  private static final Pattern CODE = Pattern.compile("\\{@code ([A-Za-z_.]+)\\}");

  private final List<String> named;

  DesignPageTest() throws IOException {
    String text =
        Files.readAllLines(PAGE).stream()
            .map(line -> line.replaceFirst("^ \\*", "").strip())
            .collect(Collectors.joining(" "));
    Matcher code = CODE.matcher(text);
    named = code.results().map((MatchResult each) -> each.group(1)).toList();
  }

  @Test
  void membersThatAreNamedExist() throws Exception {
    List<String> checked = new ArrayList<>();
    for (String name : named) {
      int dot = name.indexOf('.');
      if (dot > 0 && !name.startsWith("io.")) {
        Class<?> type = Class.forName("io.evs.totem." + name.substring(0, dot));
        Stream<Member> members =
            Stream.concat(
                Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredFields()));
        assertThat(members.map(Member::getName)).as(name).contains(name.substring(dot + 1));
        checked.add(name);
      }
    }
    assertThat(checked).hasSizeGreaterThan(35);
  }

  /** Each timer but the looped-back token has a row. */
  @Test
  void everyTimerIsThere() {
    for (Timer timer : Timer.values()) {
      if (timer != Timer.SELF_TOKEN) {
        assertThat(named).contains(timer.name());
      }
    }
  }

  /** Each type of packet, and each state's door, is in the table. */
  @Test
  void everyDoorIsThere() {
    for (Class<?> type :
        List.of(TokenVisit.class, McastReception.class, Gather.class, MergeDetection.class)) {
      List<String> doors =
          Arrays.stream(type.getDeclaredMethods())
              .map(Member::getName)
              .filter(name -> name.matches("on[A-Z].*"))
              .map(name -> type.getSimpleName() + "." + name)
              .toList();
      assertThat(named).containsAll(doors);
    }
  }
}
