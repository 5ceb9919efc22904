package io.evs.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.console.words.RingWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** NEW-B7 and NEW-B10: what is wrong, and short words for rings and nodes. */
class LiveAlarmsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final NodeId ONE = NodeId.of(1);
  private static final NodeId TWO = NodeId.of(2);

  private final RingWords words = new RingWords();
  private final LiveAlarms alarms = new LiveAlarms();

  private static NodeStatus status(long id, String name, long resent, String... problems) {
    return Statuses.of(
        id, name, Map.of("retransmits", resent, "rings_installed", 4L), List.of(problems));
  }

  @Test
  void whatOneNodeSaysIsNotSaidAgainByAnother() {
    NodeStatus here = status(1, "one", 0, "member 3 is missing for 12 s: fell silent");
    NodeStatus other =
        status(2, "two", 0, "member 3 is missing for 1.3 s: fell silent", "the trace is cut");
    words.names(List.of(here, other));
    assertThat(alarms.now(here, Map.of(ONE, here, TWO, other), words))
        .containsExactly("member 3 is missing for 12 s: fell silent", "two: the trace is cut");
  }

  @Test
  void lossIsAnAlarmWhileItLasts() {
    alarms.see(0, status(1, "one", 1000));
    alarms.see(SECOND, status(1, "one", 1009));
    assertThat(alarms.now(status(1, "one", 1009), Map.of(), words)).isEmpty();
    alarms.see(2 * SECOND, status(1, "one", 1010));
    assertThat(alarms.now(status(1, "one", 1010), Map.of(), words))
        .containsExactly("packets get lost: 1 has sent 10 again in the last 10 s");
    alarms.see(12 * SECOND, status(1, "one", 1010));
    assertThat(alarms.now(status(1, "one", 1010), Map.of(), words)).isEmpty();
    // It was started again, which is no loss.
    alarms.see(13 * SECOND, status(1, "one", 0));
    alarms.see(14 * SECOND, status(1, "one", 9));
    assertThat(alarms.now(status(1, "one", 9), Map.of(), words)).isEmpty();
    alarms.see(15 * SECOND, status(1, "one", 500));
    alarms.keep(Set.of(TWO));
    assertThat(alarms.now(status(1, "one", 500), Map.of(), words)).isEmpty();
  }

  private static ConfigurationChange regular(RingId ring, NodeId... members) {
    return new ConfigurationChange(
        ConfigurationChange.Kind.REGULAR,
        ring,
        Optional.empty(),
        List.of(members),
        List.of(),
        List.of());
  }

  @Test
  void ringsAreCalledByTheCountOfTheNode() {
    RingId old = new RingId(1, 114926849564409L);
    RingId next = new RingId(1, 114926849564413L);
    words.begin(status(1, "one", 0));
    words.names(List.of(status(2, "two", 0)));
    assertThat(words.change(regular(old, ONE, TWO))).isEqualTo("ring 5: members one, two");
    assertThat(
            words.change(
                new ConfigurationChange(
                    ConfigurationChange.Kind.TRANSITIONAL,
                    old,
                    Optional.of(next),
                    List.of(ONE),
                    List.of(),
                    List.of(TWO))))
        .isEqualTo("ring 5 ends: left two; still there one");
    assertThat(words.change(regular(next, ONE))).isEqualTo("ring 6: members one");
    assertThat(words.ring(new RingId(9, 9))).isEqualTo("ring 9:9");
  }

  @Test
  void whatIsNoNameOfOneNodeAloneIsNotUsed() {
    words.names(List.of(status(1, "host", 0), status(2, "host", 0), status(3, "17", 0)));
    assertThat(words.node(ONE)).isEqualTo("1");
    assertThat(words.node(NodeId.of(3))).isEqualTo("3");
    words.names(List.of(status(2, "other", 0)));
    assertThat(words.node(ONE)).isEqualTo("host");
    assertThat(words.node(TWO)).isEqualTo("other");
  }
}
