package io.evs.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evs.EvsException;
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
    assertThat(ids.takeLast(10)).isEqualTo(10 | 1023L << 22);
  }

  @Test
  void aNodeHas1024() {
    for (int i = 0; i < 1024; i++) {
      ids.take(i % 3);
    }
    assertThatThrownBy(() -> ids.take(7))
        .isInstanceOf(EvsException.class)
        .hasMessageContaining("1024 handles are open");
    ids.release(0);
    assertThat(ids.take(7)).isEqualTo(7);
  }

  @Test
  void whatIsRememberedOfProcessesIsBounded() {
    for (int pid = 0; pid < 3 * ProcessIds.PROCESSES_KEPT; pid++) {
      ids.release(ids.take(pid));
    }
    assertThat(ids.take(0)).as("forgotten").isZero();
  }
}
