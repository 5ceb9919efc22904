package io.evs.console.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.console.source.RingEvent;
import io.evs.console.source.RingFigures;
import io.evs.console.source.RingSnapshot;
import io.evs.sim.options.SimOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulationSourceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> rings = new ArrayList<>();
  private final SimulationSource source =
      new SimulationSource(
          SimOptions.of(
              values -> {
                values.seed = 5;
                values.nodes = 4;
                values.messages = 60;
                values.crashes = 1;
                values.partitions = 1;
              }));

  @Test
  void virtualTimeFollowsRealTimeAtTheSpeed() {
    assertThat(source.speed()).isEqualTo("1/100");
    source.elapse(SECOND.multipliedBy(10));
    // The last event was at most a join interval ago.
    assertThat(source.snapshot().timeNanos()).isBetween(40_000_000L, 100_000_000L);
    source.faster();
    assertThat(source.speed()).isEqualTo("1/50");
    source.elapse(SECOND.multipliedBy(10));
    assertThat(source.snapshot().timeNanos()).isBetween(240_000_000L, 300_000_000L);
    for (int i = 0; i < 20; i++) {
      source.slower();
    }
    assertThat(source.speed()).isEqualTo("1/1000");
  }

  @Test
  void standsStillWhenPausedAndBehindAStep() {
    source.elapse(SECOND);
    source.togglePause();
    long before = source.snapshot().timeNanos();
    source.elapse(SECOND);
    assertThat(source.snapshot().timeNanos()).isEqualTo(before);
    source.step();
    source.step();
    long after = source.snapshot().timeNanos();
    source.elapse(SECOND);
    assertThat(source.snapshot().timeNanos()).isEqualTo(after).isGreaterThanOrEqualTo(before);
    source.togglePause();
    source.elapse(SECOND);
    assertThat(source.snapshot().timeNanos()).isGreaterThan(after);
  }

  @Test
  void skipsToTheNextChangeUntilTheRunIsOver() {
    List<RingEvent> all = new ArrayList<>();
    for (int i = 0; i < 2000 && !source.hasEnded(); i++) {
      source.skip();
      List<RingEvent> events = source.takeEvents();
      assertThat(events.isEmpty()).as("events of skip " + i).isEqualTo(false);
      all.addAll(events);
      if (events.stream().noneMatch(event -> event.kind() != RingEvent.Kind.MESSAGE)) {
        break;
      }
    }
    source.skip();
    assertThat(source.hasEnded()).isTrue();
    assertThat(source.snapshot().notice()).hasValueSatisfying(t -> assertThat(t).contains("holds"));
    assertThat(all)
        .extracting(RingEvent::kind)
        .contains(
            RingEvent.Kind.RING,
            RingEvent.Kind.CHANGE,
            RingEvent.Kind.FAULT,
            RingEvent.Kind.MESSAGE);
    assertThat(all).extracting(RingEvent::text).anyMatch(t -> t.startsWith("the network is cut"));
    source.elapse(SECOND);
    source.step();
  }

  @Test
  void showsWhereTheTokenIsAndWhoLagsBehind() {
    for (int i = 0; i < 10; i++) {
      source.faster();
    }
    source.elapse(Duration.ofMillis(100));
    RingSnapshot now = source.snapshot();
    assertThat(now.members()).hasSize(4);
    assertThat(now.rings()).isNotEmpty();
    assertThat(now.rings().get(0).token()).isPresent();
    assertThat(now.token().seq()).isPresent();
    assertThat(now.token().requests()).isPresent();
    assertThat(now.members()).allSatisfy(each -> assertThat(each.messages()).isPresent());
  }

  /** NEW-B9: one ring, with the members that it has, not those that have installed it by now. */
  @Test
  void theRingIsThatOfTheProcessThatIsAsked() {
    for (int i = 0; i < 200 && !source.hasEnded(); i++) {
      source.skip();
      List<RingEvent> events = source.takeEvents();
      RingSnapshot now = source.snapshot();
      assertThat(now.rings()).hasSizeLessThanOrEqualTo(1);
      for (RingFigures ring : now.rings()) {
        String said = ring.name() + ": members " + String.join(", ", ring.labels());
        rings.addAll(events.stream().map(RingEvent::text).toList());
        assertThat(rings).anyMatch(text -> text.endsWith(said));
        assertThat(ring.token().map(ring.members()::contains)).isNotEqualTo(Optional.of(false));
      }
    }
    assertThat(rings).isNotEmpty();
  }
}
