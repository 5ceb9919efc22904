package io.evs.totem;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.totem.part.RingPolicy;
import io.evs.totem.part.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/protocol.md has a row for each state and timer that the engine has, and their values. */
class ProtocolPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/protocol.md");

  private static List<String> firstCells(String title) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("\n## " + title + "\n");
    assertThat(begin).as("section " + title).isPositive();
    return page.substring(begin, page.indexOf("\n## ", begin + 1))
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split("\\|")[1].strip().replace("`", ""))
        .toList();
  }

  @Test
  void hasEachTimerInTheOrderInWhichTheyFire() throws IOException {
    List<String> timers = Arrays.stream(Timer.values()).map(Enum::name).toList();
    assertThat(firstCells("Timers")).filteredOn(timers::contains).isEqualTo(timers);
    assertThat(firstCells("Timers")).containsOnlyOnceElementsOf(timers).hasSize(timers.size() + 1);
  }

  @Test
  void hasEachState() throws IOException {
    List<String> states =
        Arrays.stream(TotemState.values())
            .map(state -> state.name().toLowerCase(Locale.ROOT))
            .toList();
    assertThat(firstCells("States").stream().map(cell -> cell.toLowerCase(Locale.ROOT)))
        .containsAll(states);
  }

  @Test
  void hasTheValuesOfTheDefaultProfile() throws IOException {
    RingPolicy policy = RingPolicy.ours(1_000_000_000L);
    String page = Files.readString(PAGE);
    assertThat(page)
        .contains("(token x 10/42, " + millis(policy.tokenRetransmitNanos()) + ")")
        .contains("`hold` (" + millis(policy.holdNanos()) + ")")
        .contains("`join` (" + millis(policy.joinNanos()) + ")")
        .contains("`merge` (" + millis(policy.mergeNanos()) + ")")
        .contains("`seqno_unchanged_const` (" + policy.seqnoUnchangedConst() + ") visits")
        .contains("The window is " + policy.windowSize() + " packets")
        .contains("at most " + policy.rtrEntriesMax() + " entries")
        .contains(String.format(Locale.ROOT, "more than %,d above the", policy.unreleasedMax()));
  }

  private static String millis(long nanos) {
    return nanos / 1_000_000 + " ms";
  }
}
