package io.evs.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
import io.evs.GroupMember;
import io.evs.NodeId;
import org.junit.jupiter.api.Test;

class ProcessIdsTest {
  private final ProcessIds ids = new ProcessIds();

  @Test
  void eachProcessCountsItsOwnHandles() {
    assertThat(ids.take(10)).isEqualTo(10);
    assertThat(ids.take(11)).isEqualTo(11);
    assertThat(ids.take(10)).isEqualTo(10 | 1L << 22);
    assertThat(ids.take(10 | 1L << 22)).as("pids of 22 bits").isEqualTo(10 | 2L << 22);
  }

  @Test
  void anIdJustClosedIsNotTheNext() {
    ids.release(ids.take(10));
    assertThat(ids.take(10)).isEqualTo(10 | 1L << 22);
  }

  @Test
  void aNodeHas1022() {
    for (int i = 0; i < 1022; i++) {
      ids.take(i % 3);
    }
    assertThatThrownBy(() -> ids.take(7))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("1022 handles are open");
    ids.release(0);
    assertThat(ids.take(7)).isEqualTo(7);
  }

  /** SEC-H1: whatever pid a client gives, and however many handles it opens. */
  @Test
  void noClientHasTheIdOfAnAgentOrAnOperator() {
    long[] pids = {0, 10, 1023L << 22, 0xffff_ffffL, -1, Long.MAX_VALUE};
    for (int i = 0; i < 1022; i++) {
      GroupMember client = new GroupMember(new NodeId(1), ids.take(pids[i % pids.length]));
      assertThat(ProcessIds.isAgent(client) || ProcessIds.isOperator(client)).isFalse();
    }
    // Applications have taken all that they can have, and administration still works.
    GroupMember agent = new GroupMember(new NodeId(1), ids.takeForAgent(10));
    assertThat(ProcessIds.isAgent(agent)).isTrue();
    assertThat(ProcessIds.isOperator(agent)).isFalse();
    GroupMember operator = new GroupMember(new NodeId(1), ids.takeForOperator(10));
    assertThat(ProcessIds.isAgent(operator)).isFalse();
    assertThat(ProcessIds.isOperator(operator)).isTrue();
  }

  @Test
  void operatorsAreBounded() {
    long first = ids.takeForOperator(10);
    for (int i = 1; i < ProcessIds.OPERATORS_MAX; i++) {
      ids.takeForOperator(10);
    }
    assertThatThrownBy(() -> ids.takeForOperator(11)).isInstanceOf(EvsException.class);
    ids.release(first);
    ids.release(first);
    assertThat(ids.takeForOperator(10)).isNotEqualTo(first);
    assertThatThrownBy(() -> ids.takeForOperator(11)).isInstanceOf(EvsException.class);
  }

  @Test
  void whatIsRememberedOfProcessesIsBounded() {
    for (int pid = 0; pid < 3 * ProcessIds.PROCESSES_KEPT; pid++) {
      ids.release(ids.take(pid));
    }
    assertThat(ids.take(0)).as("forgotten").isZero();
  }
}
