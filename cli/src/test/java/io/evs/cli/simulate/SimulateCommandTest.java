package io.evs.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimulateCommandTest {
  @TempDir Path folder;

  @Test
  void theSameSeedGivesTheSameTraces() throws IOException {
    Run first = simulate("--seed", "7", "--trace", folder.resolve("a").toString(), "--json");
    Run second = simulate("--seed", "7", "--trace", folder.resolve("b").toString(), "--json");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(contents(folder.resolve("a"))).isNotEmpty().isEqualTo(contents(folder.resolve("b")));
  }

  private static Run simulate(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "simulate";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Run().evs(all);
  }

  private static Map<String, String> contents(Path traces) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(traces)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void severalSeedsGiveOneDocument() {
    Run run = simulate("--seeds", "1..4", "--messages", "20", "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .startsWith("{\"schema\":1,\"command\":\"simulate\",\"ok\":true,\"seed\":1,\"seed_to\":4,")
        .contains("\"runs\":4,", "\"violations\":[]", "\"virtual_seconds\":")
        .containsPattern("\"digest\":\"[0-9a-f]{16}\"");
  }

  @Test
  void namesItsScenarios() {
    assertThat(simulate("--list").out()).startsWith("S1 ");
    assertThat(simulate("--scenario", "S999").exit()).isEqualTo(2);
  }

  @Test
  void optionsAreChecked() {
    assertThat(simulate("--seeds", "5..1").err()).contains("a range such as 1..1000");
    assertThat(simulate("--seed", "1", "--seeds", "1..2").err()).contains("exclude each other");
    assertThat(simulate("--loss", "2").err()).contains("probabilities must be in 0..1");
    assertThat(simulate("--payload", "9").err()).contains("FROM:TO in bytes");
    assertThat(simulate("--profile", "x").err()).contains("default, fast or lossy");
    assertThat(simulate("--until", "10").exit()).isEqualTo(2);
    assertThat(simulate("--loss", "much").exit()).isEqualTo(2);
  }
}
