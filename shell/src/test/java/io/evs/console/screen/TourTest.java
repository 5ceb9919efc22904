package io.evs.console.screen;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.KeyType;
import io.evs.console.simulation.TourSource;
import io.evs.console.source.RingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tour: its scenes are real runs in which happens what is said. */
@Timeout(120)
class TourTest {
  private static final int TICKS = 30;

  /** Everything that happens in a scene's first five virtual seconds, as text. */
  private static List<String> events(int scene) {
    TourSource tour = new TourSource();
    tour.move(scene - 1);
    for (int i = 0; i < 8; i++) {
      tour.playback().orElseThrow().faster();
    }
    List<RingEvent> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      // Often enough that no state is missed.
      tour.elapse(Duration.ofMillis(2));
      all.addAll(tour.takeEvents());
    }
    assertThat(tour.playback().orElseThrow().hasEnded()).isFalse();
    return all.stream().map(RingEvent::text).toList();
  }

  @Test
  void whatIsSaidHappens() {
    assertThat(events(1)).anyMatch(text -> text.matches("3: agreed message 2 .*"));
    assertThat(events(2)).anyMatch(text -> text.matches("4: agreed message 3 .*"));
    assertThat(events(3))
        .contains("process 3 is down", "process 3 starts", "1: GATHER", "1: RECOVERY")
        .anyMatch(text -> text.endsWith(": members 1, 2, 4"));
    assertThat(events(4))
        .contains("the network is cut: 1, 2 | 3, 4, 5", "the network is whole again")
        .anyMatch(text -> text.endsWith(": members 3, 4, 5"));
    assertThat(events(5)).anyMatch(text -> text.startsWith("2: safe message "));
  }

  @ParameterizedTest
  @CsvSource({"80,24", "120,40", "200,50"})
  void everySceneIsAsItWasLookedAt(int width, int height) {
    VirtualConsole console = new VirtualConsole(new TourSource(), width, height);
    for (int scene = 1; scene <= 5; scene++) {
      for (int i = 0; i < 4; i++) {
        console.press('+');
      }
      String shown = console.tick(TICKS).text();
      Golden.assertLike("tour-" + scene + "-" + width + "x" + height, shown);
      assertThat(shown).contains("scene " + scene + " of 5: ");
      console.press(KeyType.Enter);
    }
    // There is none behind the last, and none before the first.
    assertThat(console.text()).contains("scene 5 of 5: ");
    assertThat(console.press('p', 'p', 'p', 'p', 'p', 'p').text()).contains("scene 1 of 5: ");
    assertThat(console.press('n').text()).contains("scene 2 of 5: ");
    // Its members can be opened as those of every ring.
    assertThat(console.press('2').text()).contains("[2 members]");
  }
}
