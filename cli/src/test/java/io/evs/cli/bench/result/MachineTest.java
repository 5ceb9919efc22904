package io.evs.cli.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void readsTheTimeOfAllProcessors() {
    // user nice system idle iowait irq softirq steal guest guest_nice
    Machine.Ticks ticks = Machine.parse("cpu  100 1 50 800 20 2 3 4 60 0");
    assertThat(ticks.all()).isEqualTo(980);
    assertThat(ticks.busy()).isEqualTo(160);
    assertThat(ticks.tasks()).isEqualTo(155);
    assertThat(Machine.parse("")).isEqualTo(new Machine.Ticks(0, 0, 0));
  }

  @Test
  void readsTheErrorsOfUdpByName() {
    List<String> lines =
        List.of(
            "Tcp: InErrs OutRsts",
            "Tcp: 1 2",
            "Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors",
            "Udp: 10 20 30 40 50 60");
    assertThat(Machine.udpErrors(lines)).hasValue(50);
    assertThat(Machine.udpErrors(List.of())).isEmpty();
  }

  @Test
  void describesThisMachine() {
    assertThat(Machine.describe()).containsKeys("Processors", "Kernel", "Java");
    assertThat(Machine.describe().values()).noneMatch(String::isBlank);
  }
}
