package io.evs.node.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.history.EventHistory;
import io.evs.history.Journal;
import io.evs.node.process.Moment;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** NEW-B13: what stands for long says since when and when last, and goes when it is over. */
class TroublesTest {
  private final EventHistory history = EventHistory.inMemory();
  private final Troubles troubles = new Troubles(new Journal(history, line -> {}));

  private static Moment at(long seconds) {
    return new Moment(Instant.EPOCH.plusSeconds(seconds), TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> told() throws IOException {
    return EventPage.read(history.page(0, 100)).events().stream()
        .map(each -> each.event() + ": " + each.text())
        .toList();
  }

  @Test
  void isToldWhenItBeginsAndWhenItIsOver() throws IOException {
    for (int second = 0; second <= 120; second += 10) {
      troubles.happened(at(second), "k", "other_key", "another key", 3);
    }
    assertThat(told()).containsExactly("other_key: another key");
    assertThat(troubles.sentences(at(125)))
        .containsExactly("another key: 39 times in 2 min, the last 5.0 s ago");
    troubles.endQuiet(at(600));
    assertThat(troubles.sentences(at(600))).hasSize(1);
    troubles.endQuiet(at(721));
    assertThat(troubles.sentences(at(721))).isEmpty();
    assertThat(told()).last().isEqualTo("other_key: over: another key: 39 times in 2 min");
    troubles.happened(at(800), "k", "other_key", "another key", 1);
    assertThat(troubles.sentences(at(803))).containsExactly("another key: 3.0 s ago");
    assertThat(told()).hasSize(3);
  }

  @Test
  void manyKindsTakeNoMoreRoomThanSome() {
    for (int i = 0; i < 1000; i++) {
      troubles.happened(at(0), "k" + i, "put_aside", "x", 1);
    }
    assertThat(troubles.sentences(at(1))).hasSize(64);
  }
}
