package io.evs.totem.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RingPolicyTest {
  private static final long MS = 1_000_000L;

  /** The house, 10.2: copies of a policy lost its send_join. */
  @Test
  void whatIsNotChangedStays() {
    Consumer<RingPolicy.Values> all =
        values -> {
          values.tokenNanos = 901 * MS;
          values.tokenRetransmitNanos = 102 * MS;
          values.rtoMinNanos = 3 * MS;
          values.holdNanos = 54 * MS;
          values.mergeNanos = 205 * MS;
          values.joinNanos = 56 * MS;
          values.sendJoinNanos = 77 * MS;
          values.consensusNanos = 1208 * MS;
          values.windowSize = 109;
          values.maxMessages = 60;
          values.missCountConst = 11;
          values.failRecvConst = 12;
          values.failRecvNanos = 13 * MS;
          values.seqnoUnchangedConst = 14;
          values.restVisits = 4;
          values.acceleratedWindow = 15;
          values.rtrEntriesMax = 16;
          values.unreleasedMax = 1700;
          values.corosyncCompatible = true;
        };
    RingPolicy policy = RingPolicy.ours(1000 * MS).with(all);
    assertThat(policy)
        .isEqualTo(
            new RingPolicy(
                901 * MS, 102 * MS, 3 * MS, 54 * MS, 205 * MS, 56 * MS, 77 * MS, 1208 * MS, 109, 60,
                11, 12, 13 * MS, 14, 4, 15, 16, 1700, true));
    assertThat(policy.with(values -> {})).isEqualTo(policy);
    assertThat(policy.with(values -> values.windowSize = 100).sendJoinNanos()).isEqualTo(77 * MS);
  }

  @Test
  void changesThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> RingPolicy.ours(1000 * MS).with(values -> values.maxMessages = 300))
        .hasMessage("window_size must be at least max_messages");
  }

  @Test
  void itsTextNamesAllComponents() throws ReflectiveOperationException {
    RingPolicy policy = RingPolicy.ours(1_000_000_000L);
    StringJoiner expected = new StringJoiner(", ", "RingPolicy[", "]");
    for (RecordComponent each : RingPolicy.class.getRecordComponents()) {
      expected.add(each.getName() + "=" + each.getAccessor().invoke(policy));
    }
    assertThat(policy).hasToString(expected.toString());
  }
}
