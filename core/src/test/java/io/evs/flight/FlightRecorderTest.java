package io.evs.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
  private static final FlightLog.Source NODE =
      new FlightLog.Source(7, "n7", "demo", 5, 1_000_000, 1_200_000, Map.of("node.bind", "::1"));

  private final FlightRecorder recorder = new FlightRecorder(16);

  private List<FlightEvent> events() {
    return FlightRecorder.events(recorder.snapshot());
  }

  @Test
  void keepsEventsWithTheirLists() {
    int[] members = {1, 2, 3, 4, 5, 6, 7, -1};
    recorder.event(10, FlightKind.JOIN_HEARD, -2, 1, 2, 3);
    recorder.list(FlightList.PROCESSORS, members);
    recorder.list(FlightList.FAILED, new int[] {4});
    recorder.event(11, FlightKind.LEFT, 0, 0, 0, 0);
    assertThat(events()).hasSize(2);
    FlightEvent join = events().get(0);
    assertThat(join.kind()).isEqualTo(FlightKind.JOIN_HEARD);
    assertThat(join.node()).isEqualTo(-2);
    assertThat(List.of(join.at(), join.a(), join.b(), join.c())).containsExactly(10L, 1L, 2L, 3L);
    assertThat(join.list(FlightList.PROCESSORS)).containsExactly(members);
    assertThat(join.list(FlightList.FAILED)).containsExactly(4);
    assertThat(join.list(FlightList.LEFT)).isEmpty();
  }

  @Test
  void forgetsTheOldestAndListsWithoutTheirEvent() {
    recorder.event(1, FlightKind.JOIN_HEARD, 1, 0, 0, 0);
    recorder.list(FlightList.PROCESSORS, new int[] {1});
    for (int i = 0; i < 15; i++) {
      recorder.event(2 + i, FlightKind.PAUSE, 0, i, 0, 0);
    }
    // The list is there, its event is not.
    assertThat(recorder.snapshot()).hasSize(16 * 5);
    assertThat(events()).hasSize(15).allMatch(each -> each.kind() == FlightKind.PAUSE);
    assertThat(events().get(0).at()).isEqualTo(2);
  }

  @Test
  void textHoldsTheSame() throws IOException {
    recorder.event(-5, FlightKind.INSTALLED, 1, FlightSink.pair(-1, 2), Long.MAX_VALUE, -7);
    recorder.list(FlightList.MEMBERS, new int[] {1, -1});
    recorder.list(FlightList.LEFT, new int[] {2});
    recorder.event(9, FlightKind.TOKENS, 3, 1, 2, 3);
    FlightLog log = new FlightLog(NODE, 1_700_000_000_000L, 10, events());
    FlightLog read = FlightText.read(FlightText.write(log));
    assertThat(read).isEqualTo(log);
    assertThat(read.wallMillis(log.events().get(1))).isEqualTo(1_700_000_000_000L);
  }

  @Test
  void textOfAFullRecorderIsBoundedAndKeepsTheNewest() throws IOException {
    FlightRecorder full = new FlightRecorder(1 << 14);
    for (int i = 0; i < 1 << 14; i++) {
      full.event(Long.MAX_VALUE - (1 << 14) + i, FlightKind.FAILED_TO_RECEIVE, -1, -1, -1, i);
    }
    FlightLog log = new FlightLog(NODE, 0, 0, FlightRecorder.events(full.snapshot()));
    String text = FlightText.write(log);
    assertThat(text.length()).isLessThanOrEqualTo(FlightText.WRITTEN_MAX);
    List<FlightEvent> kept = FlightText.read(text).events();
    assertThat(kept.size()).isGreaterThan(1000);
    assertThat(kept.get(kept.size() - 1).c()).isEqualTo((1 << 14) - 1);
  }

  @Test
  void namesOfOthersAreCleanedAndCut() throws IOException {
    FlightLog.Source hostile =
        new FlightLog.Source(
            1, "a\u001b[2J\nnode 9", "x".repeat(10_000), 1, 1, 1, Map.of("k", "v\u0007"));
    FlightLog read = FlightText.read(FlightText.write(new FlightLog(hostile, 0, 0, List.of())));
    assertThat(read.source().node()).isEqualTo(1);
    assertThat(read.source().name()).doesNotContain("\u001b").doesNotContain("\n");
    assertThat(read.source().ringName().length()).isLessThanOrEqualTo(256);
  }

  @Test
  void whateverIsReadFailsWithOneSentenceOrNot() {
    recorder.event(1, FlightKind.JOIN_HEARD, 1, 0, 0, 0);
    recorder.list(FlightList.PROCESSORS, new int[] {1, 2, 3});
    String text = FlightText.write(new FlightLog(NODE, 5, 6, events()));
    Random chance = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int k = chance.nextInt(4); k >= 0; k--) {
        damaged.setCharAt(chance.nextInt(damaged.length()), (char) (chance.nextInt(96) + 10));
      }
      damaged.setLength(chance.nextInt(damaged.length() + 1));
      try {
        FlightText.read(damaged.toString());
      } catch (IOException refused) {
        assertThat(refused.getMessage()).contains("flight recorder");
      }
    }
    assertThatThrownBy(() -> FlightText.read("x")).isInstanceOf(IOException.class);
  }

  @Test
  void logsOfOneStartAreOneWithoutRepetitions() {
    recorder.event(1, FlightKind.START, 0, 0, 0, 0);
    recorder.event(2, FlightKind.PAUSE, 0, 5, 0, 0);
    FlightLog early = new FlightLog(NODE, 0, 2, events());
    recorder.event(3, FlightKind.LEFT, 0, 0, 0, 0);
    FlightLog late = new FlightLog(NODE, 0, 3, events());
    assertThat(late.with(early).events()).isEqualTo(late.events());
    assertThat(early.with(late)).isEqualTo(late);
  }
}
